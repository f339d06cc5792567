import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import { comesToWork } from '../../incident/seats.ts'
import type { rallyAsks } from './asks.ts'
import { arrives } from './room.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>

/** Whoever shares a terminal comes to work: alone, the keyboard is theirs. One that comes back after a break is the same one. */
export const terminalShared: Decide<Body<'terminal-shared'>> = (was, ask) => {
  const person = ask.by.id
  const known = was.terminals.find(terminal => terminal.id === ask.body.terminal)
  if (known?.state === 'live') return []
  const { looking, ...shared } = ask.body
  const comes = looking ? arrives(was, person) : comesToWork(was, person)
  return [happened('TerminalShared', { ...shared, person, ...(looking && { looking }) }), ...comes]
}

export const terminalEnded: Decide<Body<'terminal-ended'>> = (was, ask) => {
  const terminal = was.terminals.find(one => one.id === ask.body.terminal)
  return terminal?.state === 'live' ? [happened('TerminalEnded', ask.body)] : []
}
