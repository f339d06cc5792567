import type { NextStep } from '../../incident/next.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import css from './guide.module.css'

/** The strongest line of the room, with its one filled button; on a phone the thumb's dock. */
export function NextBar({ step }: { step: NextStep }) {
  const room = useRoom()
  const { is, press, me } = room
  const { says, missing, does, also = [] } = step
  const update = openForm('Post update…', 'post-update')
  const beside =
    also.length === 0 && !is.mergedInto && does?.command !== 'post-update' && me.role !== 'viewer' ? [update] : also
  return (
    <section className={css.next} aria-label="Next" data-region="next" tabIndex={-1}>
      <div className={css.say}>
        <p role="status">{says}</p>
        {missing.length > 0 && (
          <ul className={css.missing}>
            {missing.map(one => (
              <li key={one}>
                <Icon name="half" /> {one}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={css.do}>
        {beside.map(next => (
          <button
            key={next.label}
            type="button"
            className="btn big"
            onClick={() => press(next)}
            {...heldBack(room, next.command)}
          >
            {next.label} {next.command === 'post-update' && <KeyHint name="update" />}
          </button>
        ))}
        {is.mergedInto && (
          <a className="btn big primary" href={`/incidents/${is.mergedInto}`}>
            Go there
          </a>
        )}
        {does && (
          <button
            type="button"
            className="btn big primary"
            onClick={() => press(does)}
            {...heldBack(room, does.command)}
          >
            {does.label} <KeyHint name="next" />
          </button>
        )}
      </div>
    </section>
  )
}
