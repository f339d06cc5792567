import type { z } from 'zod'
import { type Decide, happened, knowing } from '../../incident/decision.ts'
import { hostKey } from '../../incident/host-seats.ts'
import { comesToWork, seatOf } from '../../incident/seats.ts'
import type { rallyAsks } from './asks.ts'
import { arrives } from './room.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>

/**
 * Whoever shares a terminal comes to work: alone, the keyboard is theirs. One that comes back after a break is the same one. On a host whose
 * keyboard somebody else has in another incident it is one for looking around: seen by everybody, typed in by its own person.
 */
export const terminalShared: Decide<Body<'terminal-shared'>, 'heldElsewhere'> = knowing(
  ['heldElsewhere'],
  (was, ask, known) => {
    const person = ask.by.id
    const here = was.terminals.find(terminal => terminal.id === ask.body.terminal)
    if (here?.state === 'live') return []
    const { looking: wanted, ...shared } = ask.body
    const typist = seatOf(was, shared.host).holder ?? person
    const isHeld = known.heldElsewhere.some(one => hostKey(one.host) === hostKey(shared.host) && one.person !== typist)
    const looking = wanted || isHeld
    const comes = looking ? arrives(was, person) : comesToWork(was, person)
    return [happened('TerminalShared', { ...shared, person, ...(looking && { looking }) }), ...comes]
  },
)

export const terminalEnded: Decide<Body<'terminal-ended'>> = (was, ask) => {
  const terminal = was.terminals.find(one => one.id === ask.body.terminal)
  return terminal?.state === 'live' ? [happened('TerminalEnded', ask.body)] : []
}
