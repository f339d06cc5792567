import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import css from './quiet.module.css'
import settings from './settings.module.css'

interface Loudness {
  incidents: number
  pages: number
  suppressed: number
}

/** What trying rules on the last days answered. */
export interface Tried {
  from: string
  to: string
  reports: number
  isWhole: boolean
  before: Loudness
  after: Loudness
  changes: {
    title: string
    service: string
    severity: string
    at: string
    before: string
    after: string
    isMissed: boolean
  }[]
  changed: number
  missedCriticals: number
}

const rows: [keyof Loudness, string][] = [
  ['incidents', 'Incidents'],
  ['pages', 'Pages'],
  ['suppressed', 'Listed only'],
]
const mostShown = 30

/** The difference that rules would have made, critical ones that would be missed first. */
export function TriedResult({ tried }: { tried: Tried }) {
  const now = useNow(60_000)
  const { before, after, changes, changed, missedCriticals, reports, isWhole, from, to } = tried
  return (
    <section className={`pane ${settings.section}`} aria-labelledby="h-tried">
      <h2 id="h-tried">The last week under these rules</h2>
      <p className={missedCriticals > 0 ? 'need' : 'small soft'} role="status">
        {missedCriticals > 0
          ? `${missedCriticals === 1 ? 'One critical alert' : `${missedCriticals} critical alerts`} would be missed.`
          : 'No critical alert would be missed.'}
      </p>
      <table className={css.numbers}>
        <thead>
          <tr>
            <th scope="col">Had nobody done anything</th>
            <th scope="col">As it stands</th>
            <th scope="col">With these</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, says]) => (
            <tr key={name}>
              <th scope="row">{says}</th>
              <td>{before[name]}</td>
              <td>{after[name]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > 0 && (
        <ul className={settings.rows} aria-label="What would go another way">
          {changes.slice(0, mostShown).map(one => (
            <li key={`${one.at}${one.title}${one.after}`}>
              <div className={settings.what}>
                <b>
                  {one.title} {one.isMissed && <span className="tag is-need">missed, {one.severity}</span>}
                </b>
                <span className="small soft">Now: {one.before}</span>
                <span className="small">Then: {one.after}</span>
                <span className="note">
                  {one.service}, {one.severity}, {dayAndTime(one.at, now)}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      {changed > mostShown && <p className="note">{changed} firings would go another way; these are the first.</p>}
      {changed === 0 && <p className="small">Nothing would go another way.</p>}
      <p className="note">
        {reports} reports from {dayAndTime(from, now)} to {dayAndTime(to, now)}.
        {!isWhole && ' There were more than can be gone through at once; what came later is not in it.'}
      </p>
    </section>
  )
}
