import type { ReactNode } from 'react'
import type { Change } from '../../incident/incident.ts'
import { isWorse } from '../../incident/next-change.ts'
import { howRowsDiffer } from '../../incident/rows-differ.ts'
import { howLong } from '../desk/clock.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { PutBack } from './put-back.tsx'
import css from './since.module.css'

/** What became of things since a change, and how it goes back; when they are worse, the way back is one press away. */
export function SinceChange({ change }: { change: Change }): ReactNode {
  const room = useRoom()
  const look = change.looks?.at(-1)
  const { id, ref, rowsDiffer, state } = change
  const stands = state === 'applied' || state === 'verified'
  const differs = rowsDiffer && `It ${howRowsDiffer(rowsDiffer)}.`
  return (
    <section aria-label={`Since ${ref}`} className={css.since}>
      {look && (
        <p>
          <b>Since {ref}</b> <span className={look.verdict === 'worse' ? 'tag is-need' : 'tag'}>{look.verdict}</span>{' '}
          <span className="note">after {howLong(look.afterMs)}</span>
        </p>
      )}
      {differs && <p className="need">{differs}</p>}
      {look?.lines
        .filter(line => line !== differs)
        .map(line => (
          <p key={line} className="small">
            {line}
          </p>
        ))}
      <PutBack change={change} />
      {stands && isWorse(change) && room.me.role !== 'viewer' && (
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
