import { presentResponders } from '../../incident/incident.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './terminal.module.css'

/** Red, for a person is needed now; with the one button. Said once there is a team; before that nobody has it, which is said elsewhere. */
export function NobodyLeads() {
  const room = useRoom()
  const { is, me, press } = room
  const here = presentResponders(is)
  if (is.lead || is.status === 'resolved' || !is.acknowledgedBy) return null
  return (
    <div className={css.need} role="status">
      <Icon name="flag" />
      <p>
        <b>Nobody leads.</b> {here.length === 0 ? 'Everybody has left.' : `${here.length} here; one of them has to.`}
      </p>
      {me.role !== 'viewer' && (
        <button
          type="button"
          className="btn"
          onClick={() => press({ label: 'Take the lead', command: 'take-lead', body: {} })}
          {...heldBack(room, 'take-lead')}
        >
          Take the lead
        </button>
      )}
    </div>
  )
}
