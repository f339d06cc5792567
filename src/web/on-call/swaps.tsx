import type { Week } from '../../api/on-call-week.ts'
import type { Me } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import type { Wanted } from './change-dialog.tsx'
import css from './on-call.module.css'
import { saySpan } from './say-time.ts'
import { useArrange } from './use-week.ts'

interface SwapsProps {
  week: Week
  me?: Me
  now: Date
  onAsk(wanted: Wanted): void
}

/** What is asked of me, what I asked, and who is away in their own shift. */
export function Swaps({ week, me, now, onAsk }: SwapsProps) {
  const arrange = useArrange()
  const name = (id: string) => week.people.find(one => one.id === id)?.name ?? 'Somebody'
  const ofMe = week.swaps.filter(
    one => one.state === 'open' && one.asked.some(({ person, declinedAt }) => person === me?.id && !declinedAt),
  )
  const mine = week.swaps.filter(one => one.asker === me?.id && ['open', 'declined'].includes(one.state))
  const answer = (id: string, say: string) => arrange.mutate({ path: `/api/v1/swaps/${id}/${say}` })
  return (
    <>
      {ofMe.map(one => (
        <div key={one.id} className={`banner ${css.banner}`} role="status">
          <Icon name="ask" />
          <span className={css.said}>
            <b>{name(one.asker)} asks:</b> could you take {one.schedule}, {saySpan(one, now)}?
            {one.note && ` “${one.note}”`} {one.inReturn && `You would give ${saySpan(one.inReturn, now)}.`}
          </span>
          <span className="row wrap">
            <button
              type="button"
              className="btn primary"
              disabled={arrange.isPending}
              onClick={() => answer(one.id, 'take')}
            >
              Yes, I take it
            </button>
            <button
              type="button"
              className="btn"
              disabled={arrange.isPending}
              onClick={() => answer(one.id, 'decline')}
            >
              No, I cannot
            </button>
          </span>
        </div>
      ))}
      {mine.map(one => (
        <div key={one.id} className={`banner ${css.banner}`} role="status">
          <Icon name={one.state === 'declined' ? 'alert' : 'clock'} />
          <span className={css.said}>
            {one.state === 'declined' ? (
              <>
                <b>
                  Nobody can take {one.schedule}, {saySpan(one, now)}.
                </b>{' '}
                It is still yours.
              </>
            ) : (
              <>
                You asked {one.asked.map(({ person }) => name(person)).join(', ')} for {one.schedule},{' '}
                {saySpan(one, now)}. It is yours until somebody says yes.
              </>
            )}
          </span>
          <button type="button" className="btn" disabled={arrange.isPending} onClick={() => answer(one.id, 'withdraw')}>
            Take it back
          </button>
        </div>
      ))}
      {week.schedules.flatMap(({ schedule, conflicts }) =>
        conflicts.map(one => (
          <div key={`${schedule}${one.person}${one.from}`} className={`banner is-need ${css.banner}`} role="status">
            <Icon name="alert" />
            <span className={css.said}>
              <b>{one.person === me?.id ? 'You are' : `${name(one.person)} is`} on call and away:</b> {schedule},{' '}
              {saySpan(one, now)} ({one.what}).
            </span>
            {one.person === me?.id && (
              <button
                type="button"
                className="btn"
                onClick={() => onAsk({ schedule, from: one.from, to: one.to, does: 'ask' })}
              >
                Ask somebody…
              </button>
            )}
          </div>
        )),
      )}
      {arrange.error && (
        <p className="banner is-need" role="alert">
          {arrange.error.message}
        </p>
      )}
    </>
  )
}
