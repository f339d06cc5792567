import type { ReactNode } from 'react'
import { provenWords } from '../../incident/traffic-words.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from '../traffic/traffic.module.css'

/** The stand-by that is offered, until traffic was moved or users no longer hurt. */
export function StandBy(): ReactNode {
  const room = useRoom()
  const { is, me, now, press } = room
  const offer = is.standByOffered
  if (!offer || is.shifts || is.status !== 'open') return null
  const look = { label: 'Dry run…', command: 'shift-traffic', body: { to: offer.standBy, share: null } }
  return (
    <section className={css.shift} aria-label="Stand-by">
      <p className="row wrap">
        <Icon name="flag" />
        <b>There is a stand-by, {offer.standBy}</b>
        <span className="note">{provenWords(offer.provenAt, now.toISOString())}</span>
      </p>
      <p className="small soft">
        Nothing is mitigated yet. Traffic can be moved there while the cause is looked for: it waits for no cause and no
        copy.
      </p>
      {me.role !== 'viewer' && (
        <button type="button" className="btn" onClick={() => press(look)} {...heldBack(room, look.command)}>
          Dry run…
        </button>
      )}
    </section>
  )
}
