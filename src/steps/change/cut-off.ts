import type { CommandResult } from '../../incident/events.ts'
import { say } from './say.ts'

/** One command of a change that was begun, counted from 1; 0 is that none was. */
export interface Step {
  n: number
  hasEnded: boolean
  /** None: nobody knows how it ended. */
  exitCode: number | null
}

/** What is known of a run that was cut off: which commands ended and how; then what is in doubt, or what is only missing. */
export interface CutOff {
  results: CommandResult[]
  trouble?: string
  note?: string
}

/**
 * A run that was cut off is told by what was noted before and after each of its commands, and is never begun again. Without any note
 * (a Fireline of before they were kept, or one that stopped before the first) it is not known whether anything ran.
 */
export function cutOff(commands: readonly string[], steps: readonly Step[]): CutOff {
  const ran = steps.filter(step => step.n > 0)
  const results = ran.flatMap(step => resultOf(commands, step))
  const last = ran.at(-1)
  if (steps.length === 0) return { results, trouble: say.notKnownWhetherItRan }
  if (!last) return { results, trouble: say.cutOffBefore }
  const command = commands[last.n - 1] ?? ''
  if (!last.hasEnded) return { results, trouble: say.cutOffWhile(command, last.n - 1, commands.length) }
  // The run was about to end there: how that command ended says it.
  if (last.exitCode !== 0) return { results, trouble: say.commandFailed(command, last.exitCode ?? undefined) }
  if (last.n < commands.length) return { results, trouble: say.cutOffAfter(last.n, commands.length) }
  return { results, note: say.printedIsLost }
}

function resultOf(commands: readonly string[], { n, hasEnded, exitCode }: Step): CommandResult[] {
  const command = commands[n - 1]
  if (command === undefined || !hasEnded) return []
  return [{ command, ...(exitCode !== null && { exitCode }) }]
}
