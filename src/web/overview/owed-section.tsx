import type { Incident } from '../../incident/incident.ts'
import { byUrgency, owedAfter, owedTo } from '../../incident/owed.ts'
import type { Me } from '../desk/use-me.ts'
import css from './home.module.css'
import { OwedList } from './owed-list.tsx'
import { onCallFor, useLastDays, useMyOnCall } from './use-home.ts'

/** What is owed to me, or by me; nothing stands here for who only watches. */
export function OwedSection({ me, fires, now }: { me: Me; fires: readonly Incident[]; now: Date }) {
  const [onCall, days] = [useMyOnCall(), useLastDays(now)]
  const looker = { ...me, onCallFor: onCallFor(onCall.data) }
  const owed = [
    ...fires.flatMap(is => owedTo(is, looker, now.toISOString())),
    ...(days.data?.incidents ?? []).flatMap(line => owedAfter(line, me)),
  ].sort(byUrgency)
  if (owed.length === 0 && (fires.length === 0 || me.role === 'viewer')) return null
  return (
    <section className={css.section} aria-labelledby="h-owed">
      <div className="sec-head wrap">
        <h2 id="h-owed">Owed to you, or by you</h2>
        {owed.length > 1 && <span className="note">most urgent first</span>}
        {owed.length > 1 && (
          <span className="note push hints">
            <kbd>J</kbd> <kbd>K</kbd> move <kbd>Enter</kbd> open
          </span>
        )}
      </div>
      {owed.length > 0 ? (
        <OwedList owed={owed} fires={fires} now={now} />
      ) : (
        <p className="empty">Nothing is owed by you now.</p>
      )}
    </section>
  )
}
