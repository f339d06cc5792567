import type { PolicyShown, Week } from '../../api/on-call-week.ts'
import { howLong } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import type { Wanted } from './change-dialog.tsx'
import css from './on-call.module.css'
import { saySpan } from './say-time.ts'
import { useArrange } from './use-week.ts'

interface GapsProps {
  week: Week
  me?: Me
  now: Date
  onFill(wanted: Wanted): void
}

/** Each policy that would call nobody first at some time of this week: loud, and filled by one tap. */
export function Gaps({ week, me, now, onFill }: GapsProps) {
  const used = week.policies.filter(one => one.services.length > 0)
  return used.map(one => <GapOf key={one.policy} policy={one} me={me} now={now} onFill={onFill} />)
}

function GapOf({ policy, me, now, onFill }: Omit<GapsProps, 'week'> & { policy: PolicyShown }) {
  const arrange = useArrange()
  const ahead = policy.gaps.filter(gap => Date.parse(gap.to) > now.getTime())
  // The worst first: where nobody at all would be called.
  const gap = ahead.find(one => one.thenMs === undefined) ?? ahead[0]
  const schedule = firstSchedule(policy)
  if (!gap) return null
  const fill = { from: gap.from, to: gap.to, reason: 'a gap' }
  const path = `/api/v1/schedules/${encodeURIComponent(schedule ?? '')}/overrides`
  return (
    <div className={`banner is-need ${css.banner}`} role="status">
      <Icon name="alert" />
      <span className={css.said}>
        <b>A gap {saySpan(gap, now)}.</b> For {policy.services.map(one => one.name).join(', ')} nobody would be paged
        {gap.thenMs === undefined ? ', at any step.' : ` first; the next step would be, after ${howLong(gap.thenMs)}.`}
        {ahead.length > 1 && ` And ${ahead.length - 1} more this week.`}
        {arrange.error && ` ${arrange.error.message}`}
      </span>
      {me && me.role !== 'viewer' && schedule && (
        <span className="row wrap">
          <button
            type="button"
            className="btn"
            disabled={arrange.isPending}
            onClick={() => arrange.mutate({ path, body: fill })}
          >
            I take it
          </button>
          {me.role === 'admin' && (
            <button type="button" className="btn" onClick={() => onFill({ schedule, ...gap, does: 'put' })}>
              Fill it…
            </button>
          )}
        </span>
      )}
    </div>
  )
}

/** Where somebody is put who fills a gap: the schedule that answers first. */
function firstSchedule({ steps }: PolicyShown): string | undefined {
  return steps.flatMap(step => step.notify).flatMap(one => ('schedule' in one ? one.schedule : []))[0]
}
