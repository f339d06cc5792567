import type { Terminal } from '../../incident/incident.ts'
import { seatOf } from '../../incident/seats.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import css from './terminal.module.css'

/** The lead takes this keyboard in a moment: everybody sees how soon, and who has it may give it at once or say no. */
export function TakeOver({ terminal }: { terminal: Terminal }) {
  const room = useRoom()
  const { is, me, nameOf, press } = room
  const now = useNow(1_000)
  const { host } = seatOf(is, terminal.host)
  const over = is.takeOvers?.find(one => one.host === host)
  if (!over || terminal.looking) return null
  const { takeOver, person, from, reason } = over
  const leftS = Math.max(0, Math.ceil((Date.parse(over.effectiveAt) - now.getTime()) / 1_000))
  const isMine = from === me.id
  const body = { to: person, ...(host && { host }) }
  const who = person === me.id ? 'You take' : `${nameOf(person)} takes`
  return (
    <div className={css.away} role="status">
      <Icon name="key" />
      <p>
        <b>
          {who} the keyboard from {isMine ? 'you' : nameOf(from)}
        </b>{' '}
        {/* Said once to who listens, counted down for who looks. */}
        <span aria-hidden="true">{leftS > 0 ? `in ${leftS} s` : 'now'}</span>: {reason}
      </p>
      <span className="row wrap">
        {isMine && (
          <button
            type="button"
            className="btn"
            onClick={() => press({ label: 'Give it now', command: 'give-keyboard', body })}
            {...heldBack(room, 'give-keyboard')}
          >
            Give it now
          </button>
        )}
        {(isMine || person === me.id) && (
          <button
            type="button"
            className="btn"
            onClick={() => press({ label: 'Not now', command: 'call-off-take-over', body: { takeOver } })}
            {...heldBack(room, 'call-off-take-over')}
          >
            {isMine ? 'Not now' : 'Call it off'}
          </button>
        )}
      </span>
    </div>
  )
}
