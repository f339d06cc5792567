import type { IncidentLine } from '../../incident/line.ts'
import { howLong } from '../desk/clock.ts'
import { lastDays } from './last-days.ts'

/** How many fires, and how long people hurt. */
export function LastDaysCard({ lines, found }: { lines: readonly IncidentLine[]; found: number }) {
  const { count, drills, medianMs, withPageMs, withoutPageMs } = lastDays(lines)
  const more = found > lines.length ? ` of ${found}` : ''
  const isBoth = withPageMs !== undefined && withoutPageMs !== undefined
  return (
    <section className="pane stack" aria-labelledby="h-days">
      <h2 id="h-days">The last 14 days</h2>
      <p className="small soft">
        {count === 0 ? 'No incident' : count === 1 ? '1 incident' : `${count}${more} incidents`}
        {drills > 0 && `, ${drills === 1 ? '1 drill' : `${drills} drills`}`}.{' '}
        {isBoth && (
          <>
            Median until users were well: <b className="text">{howLong(withPageMs)}</b> with a page,{' '}
            <b className="text">{howLong(withoutPageMs)}</b> without.
          </>
        )}
        {!isBoth && medianMs !== undefined && (
          <>
            Median until users were well: <b className="text">{howLong(medianMs)}</b>.
          </>
        )}
      </p>
    </section>
  )
}
