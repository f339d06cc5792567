import type { Incident, Suggestion, Terminal } from '../../incident/incident.ts'
import { mayType, seatOf } from '../../incident/seats.ts'

/** The terminals whose prompt is this person's, the newest of each host. */
export const promptsOf = (is: Incident, person: string): Terminal[] =>
  prompts(is).filter(one => mayType(is, one, person))

/** The one prompt that a command can be meant for: the asker's own, else that of whoever types; none where there are several. */
export function promptFor(is: Incident, asker: string): Terminal | undefined {
  const own = promptsOf(is, asker)
  const held = own.length > 0 ? own : prompts(is).filter(one => holderOf(is, one))
  return held.length === 1 ? held[0] : undefined
}

/** Who types there now. */
export function holderOf(is: Incident, { host }: Terminal): string | undefined {
  const { holder, awaiting } = seatOf(is, host)
  return awaiting ? undefined : holder
}

/** A prompt takes text. Other control characters would press keys there. */
export const fitsAPrompt = ({ command }: Suggestion): boolean =>
  command !== undefined && !/[^\P{Cc}\n\t]/u.test(command)

function prompts(is: Incident): Terminal[] {
  const live = is.terminals.filter(one => one.state === 'live' && !one.looking)
  return live.filter(one => live.findLast(({ host }) => host === one.host) === one)
}
