import type { ReactNode } from 'react'
import type { Change } from '../../incident/incident.ts'
import { howLong } from '../desk/clock.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'

/** What became of things since a change; when they are worse, the way back is one press away. */
export function SinceChange({ change }: { change: Change }): ReactNode {
  const room = useRoom()
  const look = change.looks?.at(-1)
  if (!look) return null
  const { id, ref, rowsDiffer } = change
  const isWorse = look.verdict === 'worse'
  return (
    <section aria-label={`Since ${ref}`}>
      <p>
        <b>Since {ref}</b> <span className={isWorse ? 'tag is-need' : 'tag'}>{look.verdict}</span>{' '}
        <span className="note">after {howLong(look.afterMs)}</span>
      </p>
      {look.lines.map(line => (
        <p key={line} className="small">
          {line}
        </p>
      ))}
      {rowsDiffer && (
        <p className="small">
          It changed {rowsDiffer.ran} rows, and {rowsDiffer.saved} were saved.
        </p>
      )}
      {isWorse && room.me.role !== 'viewer' && (
        <button
          type="button"
          className="btn"
          onClick={() => room.press({ label: 'Way back', command: 'roll-back-change', body: { change: id } }, id)}
          {...heldBack(room, 'roll-back-change')}
        >
          Way back
        </button>
      )}
    </section>
  )
}
