import type { Incident } from '../../incident/incident.ts'

/** A draft of the next word to everyone, in no word of an alert's. `name` is what they know it by. */
export const updateDraft = (is: Incident, name = nameFor(is)): string =>
  `${name ? `${name} has` : 'Something has'} not worked as it should since ${utc(is.startedAt || is.openedAt)}. ${moved(is)}${standing(is)}`

/** What nobody routed has no name. */
export const nameFor = ({ service }: Incident): string => (service === 'default' ? '' : service)

const utc = (at: string): string => `${new Date(at).toISOString().slice(11, 16)} UTC`

/** Of traffic only what is certain, and in no name of a server: it may go back any moment while it moves. */
function moved({ shifts, status }: Incident): string {
  const last = shifts?.at(-1)
  const isThere = last?.state === 'moved' && !last.announced && status !== 'resolved'
  return isThere ? `It runs from our stand-by since ${utc(last.movedAt ?? last.at)}. ` : ''
}

function standing(is: Incident): string {
  if (is.status === 'mitigated') return 'Users no longer notice it; we look for what is left.'
  return is.cause ? 'We know the cause and work on it.' : 'We are still looking for the cause.'
}
