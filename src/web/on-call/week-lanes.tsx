import type { CSSProperties } from 'react'
import { Link } from 'wouter'
import type { Lane, Week } from '../../api/on-call-week.ts'
import type { Shift } from '../../roster/shifts.ts'
import { howLong } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import type { Wanted } from './change-dialog.tsx'
import css from './on-call.module.css'
import { sayShift, sayTime } from './say-time.ts'
import { daysLater, shareOf } from './week-days.ts'

interface LanesProps {
  week: Week
  me?: Me
  monday: Date
  now: Date
  /** What tapping a shift proposes; none: they are only shown. */
  onShift?: (wanted: Wanted) => void
}

/** A lane a schedule: bars over seven days where there is room, a list on a phone. */
export function WeekLanes({ week, me, monday, now, onShift }: LanesProps) {
  const days = Array.from({ length: 7 }, (_, n) => daysLater(monday, n))
  const end = daysLater(monday, 7)
  const isThisWeek = monday <= now && now < end
  const place = { '--now': isThisWeek ? shareOf(now.toISOString(), monday, end) : undefined } as CSSProperties
  return (
    <section className={css.week} aria-label="The week" style={place}>
      <div className={css.days}>
        {days.map(day => (
          <span key={day.toISOString()} data-today={day.toDateString() === now.toDateString() || undefined}>
            {day.toLocaleDateString([], { weekday: 'short', day: 'numeric' })}
            {holidaysOn(day, week).map(what => (
              <small key={what}>{what}</small>
            ))}
          </span>
        ))}
      </div>
      {firstFirst(week).map(lane => (
        <div key={lane.schedule} className={css.lane}>
          <LaneHead lane={lane} week={week} now={now} />
          <ol className={css.bars} data-now={isThisWeek || undefined}>
            {barsOf(lane, week).map(shift => (
              <Bar key={shift.from} {...{ shift, lane, week, me, monday, end, now, onShift }} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}

function holidaysOn(day: Date, week: Week): string[] {
  const whole = { from: day.toISOString(), to: daysLater(day, 1).toISOString() }
  return week.holidays.filter(one => touches(one, whole)).map(one => one.what)
}

const nameOf = (week: Week, id: string | null | undefined) => week.people.find(one => one.id === id)?.name ?? 'Somebody'

/** When a schedule is called, in the policy that calls it the earliest; none: nothing goes by it. */
function calledAfter(week: Week, lane: Lane): number | undefined {
  const steps = week.policies.filter(one => one.services.length > 0).flatMap(one => one.steps)
  const uses = steps.filter(one => one.notify.some(whom => 'schedule' in whom && whom.schedule === lane.schedule))
  return uses.length > 0 ? Math.min(...uses.map(one => one.afterMs)) : undefined
}

const firstFirst = (week: Week): Lane[] =>
  week.schedules.toSorted((a, b) => (calledAfter(week, a) ?? 1e9) - (calledAfter(week, b) ?? 1e9))

/** Its name, when it answers, who is on now and who is next. */
function LaneHead({ lane, week, now }: { lane: Lane; week: Week; now: Date }) {
  const after = calledAfter(week, lane)
  const { now: on, next } = lane
  const isGapNow = gapsOf(lane, week).some(gap =>
    touches(gap, { from: now.toISOString(), to: new Date(now.getTime() + 1).toISOString() }),
  )
  return (
    <div className={css.head}>
      <h2>
        <Link href={`/on-call/${encodeURIComponent(lane.schedule)}`}>{lane.schedule}</Link>
      </h2>
      <p className="note">
        {after === undefined ? 'nothing goes by it' : after === 0 ? 'answers first' : `after ${howLong(after)}`}
      </p>
      <p className="small">
        {on ? <b>{nameOf(week, on)} now</b> : <b className={isGapNow ? 'need' : 'soft'}>nobody now</b>}
        {next && `, ${next.person ? nameOf(week, next.person) : 'nobody'} from ${sayTime(next.from, now)}`}
      </p>
    </div>
  )
}

/** Every shift of somebody, and of the times between only those in which a policy would call nobody first. */
function barsOf(lane: Lane, week: Week): Shift[] {
  const gaps = gapsOf(lane, week)
  return lane.shifts.flatMap(shift =>
    shift.person
      ? [shift]
      : gaps
          .filter(gap => touches(gap, shift))
          .map(gap => ({
            from: gap.from > shift.from ? gap.from : shift.from,
            to: gap.to < shift.to ? gap.to : shift.to,
          })),
  )
}

const gapsOf = (lane: Lane, week: Week) =>
  week.policies.flatMap(one => (one.services.length > 0 && usesIt(one.steps.slice(0, 1), lane) ? one.gaps : []))

interface BarProps extends LanesProps {
  shift: Shift
  lane: Lane
  end: Date
}

function Bar({ shift, lane, week, me, monday, end, now, onShift }: BarProps) {
  const { person, from, to } = shift
  const over = lane.overrides.find(one => one.person === person && touches(one, shift))
  const asked = week.swaps.find(one => one.schedule === lane.schedule && one.state === 'open' && touches(one, shift))
  const style = { '--from': shareOf(from, monday, end), '--to': shareOf(to, monday, end) } as CSSProperties
  const isOver = Date.parse(to) <= now.getTime()
  const kind = person ? (person === me?.id ? 'mine' : 'theirs') : 'gap'
  const name = person ? nameOf(week, person) : 'gap'
  const when = sayShift(shift, { from: monday, to: end }, now)
  const inside = (
    <>
      <b>{name}</b>
      <span className={css.when}>{when}</span>
      {over && <span className={css.mark}>override</span>}
      {asked && <span className={css.mark}>swap asked</span>}
    </>
  )
  const does = person === me?.id ? 'ask' : 'take'
  return (
    <li
      style={style}
      data-kind={kind}
      data-past={isOver || undefined}
      data-over={over ? true : undefined}
      data-short={shareOf(to, monday, end) - shareOf(from, monday, end) < 0.07 || undefined}
    >
      {onShift && !isOver ? (
        <button
          type="button"
          title={`${name}: ${when}`}
          onClick={() => onShift({ schedule: lane.schedule, from, to, does, over: over?.id })}
        >
          {inside}
        </button>
      ) : (
        <span title={`${name}: ${when}`}>{inside}</span>
      )}
    </li>
  )
}

const usesIt = (steps: Week['policies'][number]['steps'], lane: Lane): boolean =>
  steps.some(step => step.notify.some(whom => 'schedule' in whom && whom.schedule === lane.schedule))

const touches = (one: { from: string; to: string }, other: { from: string; to: string }): boolean =>
  Date.parse(one.from) < Date.parse(other.to) && Date.parse(other.from) < Date.parse(one.to)
