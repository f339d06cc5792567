import { useState } from 'react'
import type { LoadLine, LoadReport } from '../../api/load.ts'
import type { Failed } from '../desk/client.ts'
import css from './load.module.css'
import { useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The first day of the month so many months ago, here. */
const monthDay = (ago: number): string => {
  const now = new Date()
  const month = now.getFullYear() * 12 + now.getMonth() - ago
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

const times = [
  { says: 'This month', query: () => ({ from: monthDay(0) }) },
  { says: 'Last month', query: () => ({ from: monthDay(1), to: monthDay(0) }) },
  { says: 'The month before', query: () => ({ from: monthDay(2), to: monthDay(1) }) },
] as const

/** What being on call was like for each, and the same for who pays it. */
export function LoadPart() {
  const [chosen, choose] = useState(0)
  const query = new URLSearchParams({ ...times[chosen]?.query(), zone })
  const { data, error } = useRead<LoadReport>(`/api/v1/reports/load?${query}`)
  return (
    <>
      <p className="small soft">
        Each hour counts once: as a holiday or absence, else as night (22 to 6 where they live), else as weekend or
        weekday. A night is broken when a page was handed over in it. Shadow hours are time spent watching terminals and
        replays to learn, on no shift.
      </p>
      <p className={`row wrap ${css.choose}`}>
        {times.map(({ says }, n) => (
          <button key={says} type="button" className="btn" aria-pressed={n === chosen} onClick={() => choose(n)}>
            {says}
          </button>
        ))}
        <a className="btn" href={`/api/v1/reports/load?${query}&format=csv`} download>
          For a spreadsheet (CSV)
        </a>
      </p>
      <Wrong error={error as Failed | undefined} />
      {data?.people.length === 0 && <p className="empty">Nobody was on call, paged or watching.</p>}
      <ul className={css.people}>
        {data?.people.map(one => (
          <Person key={one.person} load={one} />
        ))}
      </ul>
    </>
  )
}

function Person({
  load: { name, hours, shifts, pages, pagesPerShift, brokenNights, shadowHours },
}: {
  load: LoadLine
}) {
  const facts = [
    ['Weekday', `${hours.weekday} h`],
    ['Weekend', `${hours.weekend} h`],
    ['Night', `${hours.night} h`],
    ['Holiday', `${hours.holiday} h`],
    [
      'Pages',
      pages > 0 && pagesPerShift !== null && shifts > 1 ? `${pages} (${pagesPerShift} a shift)` : String(pages),
    ],
    ['Broken nights', String(brokenNights)],
    ...(shadowHours > 0 ? [['Shadow hours', `${shadowHours} h`] as const] : []),
  ] as const
  return (
    <li className="pane">
      <h2>
        {name}{' '}
        <span className="note">
          {hours.all} h in {shifts === 1 ? '1 shift' : `${shifts} shifts`}
        </span>
      </h2>
      <dl className={css.facts}>
        {facts.map(([says, value]) => (
          <div key={says}>
            <dt>{says}</dt>
            <dd className={says === 'Broken nights' && brokenNights > 0 ? 'need' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
