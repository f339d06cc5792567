import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { terminalAsks } from './asks-terminals.ts'
import { commandRan, judgeCommand, noteCommand } from './commands.ts'
import { lookAround } from './lead.ts'
import { terminalEnded, terminalShared } from './terminals.ts'

export const terminalDecisions: Decisions<typeof terminalAsks> = {
  'look-around': lookAround,
  'terminal-shared': terminalShared,
  'terminal-ended': terminalEnded,
  'command-ran': commandRan,
  'note-command': noteCommand,
  'judge-command': judgeCommand,
}

/** Who wants to hear that there is something to watch is looked up later: nobody who shares a terminal waits for it. */
export const terminalReactions: Reactions = {
  TerminalShared: ({ at, data: { terminal } }) => [
    { kind: 'tell-learners', key: `tell-learners:${terminal}`, dueAt: at, body: { terminal } },
  ],
}
