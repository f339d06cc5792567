import type { Objection } from '../../incident/incident.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './board.module.css'

/** What somebody has against it, and what was answered. */
export function ObjectionCard({ objection }: { objection: Objection }) {
  const room = useRoom()
  const { press, me } = room
  const { id, by, reason, state, answer } = objection
  return (
    <div className={css.objection} data-state={state}>
      <p>
        <b>{by} objects.</b> {reason}
      </p>
      {answer && <p className="soft">Answered: {answer}</p>}
      {state === 'withdrawn' && <p className="soft">Withdrawn.</p>}
      {state === 'open' && (
        <div className="row wrap">
          {me.role !== 'viewer' && (
            <button
              type="button"
              className="btn"
              onClick={() => press(openForm('Answer', 'answer-objection', { objection: id }))}
              {...heldBack(room, 'answer-objection')}
            >
              Answer…
            </button>
          )}
          {by === me.name && (
            <button
              type="button"
              className="btn quiet"
              onClick={() => press({ label: 'Withdraw', command: 'withdraw-objection', body: { objection: id } })}
              {...heldBack(room, 'withdraw-objection')}
            >
              Withdraw it
            </button>
          )}
        </div>
      )}
    </div>
  )
}
