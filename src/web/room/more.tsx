import { Link } from 'wouter'
import type { AlertHere, Incident } from '../../incident/incident.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import css from './more.module.css'
import { moreActions } from './more-actions.ts'

/** What may be done at any time, whatever is next. */
const silenceOf = ({ service }: Incident, { labels, title }: AlertHere): string =>
  new URLSearchParams({ service, alertname: labels['alertname'] ?? title }).toString()

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
        {is.alerts[0] && is.status !== 'resolved' && (
          <Link href={`/settings/silences?${silenceOf(is, is.alerts[0])}`}>Silence its alert…</Link>
        )}
      </div>
    </>
  )
}
