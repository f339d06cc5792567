import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import { comesToWork } from '../../incident/seats.ts'
import { maskKnownShapes } from '../../redact/mask.ts'
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

/**
 * The same command told twice, after a break of the line, is one: its place in the recording names it.
 * A credential of known shape in it does not come onto the timeline.
 */
export const commandRan: Decide<Body<'command-ran'>> = (was, ask) => {
  const { terminal, offset } = ask.body
  if (!was.terminals.some(one => one.id === terminal)) return []
  const isKnown = was.commands.some(ran => ran.terminal === terminal && ran.offset === offset)
  return isKnown ? [] : [happened('CommandRan', { ...ask.body, command: maskKnownShapes(ask.body.command) })]
}
