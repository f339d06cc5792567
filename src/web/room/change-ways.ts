import type { Next } from '../../incident/decision.ts'
import type { Change, Incident } from '../../incident/incident.ts'
import { copyWays } from '../../incident/next-change.ts'
import { openForm } from '../desk/forms.ts'

/** What can be pressed at a change; once the incident is over, only whether it worked and the way back. */
export function changeWays(is: Incident, change: Change): Next[] {
  const way = (label: string, command: string): Next => ({ label, command, body: { change: change.id } })
  const back = way('Take the way back', 'roll-back-change')
  if (change.state === 'applied') return [way('It worked', 'verify-change'), back]
  if (change.state === 'verified') return [back]
  if (change.state !== 'proposed' && change.state !== 'failed') return []
  const hasFailed = change.state === 'failed'
  if (is.status === 'resolved') return hasFailed ? [back] : []
  return [
    ...beforeIt(is, change),
    way(hasFailed ? 'Apply again' : 'Apply change', 'apply-change'),
    ...(hasFailed ? [back] : []),
    openForm('Object…', 'object', { to: change.id }),
  ]
}

/** Its copy; where nothing can take one, what is left, until somebody went without. */
function beforeIt(is: Incident, change: Change): Next[] {
  if (is.backups.some(one => one.change === change.id && one.state === 'running')) return []
  const ways = copyWays(change)
  const isCopy = ways.every(one => one.command === 'take-backup')
  const isAnswered = change.kind === 'simple' || is.waivers.some(one => one.change === change.id)
  return isCopy || !isAnswered ? ways : []
}
