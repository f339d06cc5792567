import type { Incident } from '../../incident/incident.ts'

/** A draft of the next word to everyone, in no word of an alert's. `name` is what they know it by. */
export const updateDraft = (is: Incident, name = nameFor(is)): string =>
  `${name ? `${name} has` : 'Something has'} not worked as it should since ${utc(is.startedAt || is.openedAt)}. ${standing(is)}`

/** What nobody routed has no name. */
export const nameFor = ({ service }: Incident): string => (service === 'default' ? '' : service)

const utc = (at: string): string => `${new Date(at).toISOString().slice(11, 16)} UTC`

function standing(is: Incident): string {
  if (is.status === 'mitigated') return 'Users no longer notice it; we look for what is left.'
  return is.cause ? 'We know the cause and work on it.' : 'We are still looking for the cause.'
}
