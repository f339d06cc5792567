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

export const terminalReactions: Reactions = {}
