import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './more.module.css'
import { moreActions } from './more-actions.ts'

/** What may be done at any time, whatever is next. */
export function More() {
  const room = useRoom()
  const { is, me, press } = room
  if (me.role === 'viewer') return null
  return (
    <>
      <button type="button" className="btn" popoverTarget="more">
        More
      </button>
      <div id="more" popover="auto" className={css.more}>
        {moreActions(is).map(next => (
          <button
            key={next.label}
            type="button"
            popoverTarget="more"
            popoverTargetAction="hide"
            onClick={() => press(next)}
            {...heldBack(room, next.command)}
          >
            {next.label}
          </button>
        ))}
      </div>
    </>
  )
}
