import { shadowWords } from '../../incident/shadow-words.ts'
import type { ShadowReport } from '../../steps/intake/shadow-report.ts'
import type { Failed } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import css from './settings.module.css'
import { useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

type Report = ShadowReport & { senders: { id: string; name: string }[]; isWhole: boolean }

/** "They woke you 41 times, this would have 9 times": a week beside another pager. */
export function ShadowPart() {
  const { data, error } = useRead<Report>('/api/v1/reports/shadow?days=7')
  const now = useNow(60_000)
  return (
    <>
      <p className="small soft">
        A sender in shadow gets the same alerts as the pager you have. That one still pages; here nothing is opened, and
        this page says what would have been. Its mode is set under Senders.
      </p>
      <Wrong error={error as Failed | undefined} />
      {data?.senders.length === 0 && <p className="empty">No sender is in shadow.</p>}
      {data && data.senders.length > 0 && (
        <>
          <p className={data.missedCriticals > 0 ? 'need' : undefined}>
            <b>{shadowWords(data)}</b>
          </p>
          <p className="note">
            From {data.senders.map(one => one.name).join(', ')}. Each new alert counts as one page of theirs; a pager
            that groups by itself rings less often. Ours are counted as if each were taken at once.
            {!data.isWhole && ' There was more than can be gone through at once.'}
          </p>
          <ul className={css.rows} aria-label="Each of theirs, missed ones first">
            {data.matched.map(one => (
              <li key={`${one.at}${one.title}`}>
                <div className={css.what}>
                  <b>
                    {one.title} {one.isMissed && <Missed severity={one.severity} />}
                  </b>
                  <span className="small soft">Here: {one.ours}</span>
                  <span className="note">
                    {one.service}, {one.severity}, {dayAndTime(one.at, now)}
                  </span>
                </div>
              </li>
            ))}
            {data.matched.length === 0 && <li>Nothing came in these seven days.</li>}
          </ul>
        </>
      )}
    </>
  )
}

/** What pages here and would not have, in red; what only they ring for, calmly. */
function Missed({ severity }: { severity: string }) {
  const isLoud = severity === 'critical' || severity === 'error'
  return <span className={isLoud ? 'tag is-need' : 'tag'}>{isLoud ? `missed, ${severity}` : 'listed only'}</span>
}
