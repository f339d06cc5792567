import { aroundOnset, fromOnset, type Near } from '../../steps/identify/around-onset.ts'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, thing, useRoom } from '../desk/room-context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import css from './onset.module.css'

const icons: Record<Near['kind'], IconName> = { change: 'alert', onset: 'now', alert: 'bell', evidence: 'clip' }

/** The hour around the onset on one axis: what changed, what fired, what the logs show. */
export function Onset() {
  const room = useRoom()
  const { is, press, me, sizeUp } = room
  const near = aroundOnset(is, sizeUp?.whatChanged ?? [])
  const onset = is.startedAt || is.openedAt
  const hasFacts = near.some(one => one.kind !== 'onset')
  return (
    <section className="sec" aria-labelledby="h-onset" data-region="onset" tabIndex={-1}>
      <div className="sec-head">
        <h2 id="h-onset">Around the onset</h2>
        <KeyHint name="onset" />
      </div>
      {!hasFacts && (
        <div className="row wrap">
          <p className="empty">Nothing is known of that hour yet: no change, no alert, no log.</p>
          {me.role !== 'viewer' && (
            <button
              type="button"
              className="btn"
              onClick={() => press(openForm('Evidence', 'add-evidence'))}
              {...heldBack(room, 'add-evidence')}
            >
              Add what you see…
            </button>
          )}
        </div>
      )}
      {hasFacts && (
        <ol className={css.near}>
          {near.map(one => (
            <li key={`${one.at}${one.kind}${one.says}`} data-kind={one.kind} {...(one.ref && thing(room, one.ref))}>
              <time dateTime={one.at}>{clockTime(one.at)}</time>
              <Icon name={icons[one.kind]} />
              <span className={css.says}>
                {one.ref && <span className="ref">{one.ref}</span>} {one.says}{' '}
                {one.from && <span className="note">{one.from}</span>}
              </span>
              <span className="note nowrap">{one.kind !== 'onset' && fromOnset(one.at, onset)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
