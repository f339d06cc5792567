import type { Ask } from '../../incident/decision.ts'
import { type Incident, isAlone, type Terminal } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { type Seat, seatOf, sharedNow } from '../../incident/seats.ts'

export type Hands = Pick<Known, 'mayRunHere'>
export type Where = { how: 'in-terminal'; terminal: string } | { how: 'by-agent' }
type Asked = Ask<{ host?: string }>

/**
 * In the operator's own live shared terminal, where everyone sees it, on the host they name; else on this host, when that was
 * allowed. Never in one for looking around, nor where another person has the keyboard, nor at another host's prompt.
 */
export function whereToRun(was: Incident, ask: Asked, hands: Hands): Where | undefined {
  const isFree = ({ holder, awaiting }: Seat) => !holder || (holder === ask.by.id && !awaiting)
  const typesThere = (seat: Seat) => isFree(seat) || isAlone(was, ask.by.id)
  const own = ownTerminals(was, ask).filter(one => promptIsOn(was, one) === undefined)
  const terminal = own.findLast(one => typesThere(seatOf(was, one.host)))
  if (terminal) return { how: 'in-terminal', terminal: terminal.id }
  return hands.mayRunHere ? { how: 'by-agent' } : undefined
}

/** The host at whose prompt all of the operator's terminals are, when it is not their own. */
export function awayOn(was: Incident, ask: Asked): string | undefined {
  const on = ownTerminals(was, ask).map(one => promptIsOn(was, one))
  return on.every(one => one !== undefined) ? on.at(-1) : undefined
}

/** Not a shell that takes only what a person signed: they type it there themselves. */
function ownTerminals(was: Incident, { by, body: { host } }: Asked): Terminal[] {
  const takesOurs = ({ id }: Terminal) => !was.shells?.some(({ terminal }) => terminal === id)
  return sharedNow(was).filter(one => one.person === by.id && (!host || one.host === host) && takesOurs(one))
}

/** By its last command, told behind an ssh: when that ssh has ended, it is the last command itself, of the terminal's own host. */
function promptIsOn(was: Incident, { id, host }: Terminal): string | undefined {
  const there = was.commands.findLast(one => one.terminal === id)?.host
  return there === host ? undefined : there
}
