import { type Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { reason } from '../engine/log.ts'
import type { Outcome, Owed, Perform } from '../engine/perform.ts'
import { fireline } from '../incident/entry.ts'
import type { CommandResult } from '../incident/events.ts'
import { inTransaction } from '../store/db.ts'
import { readHead } from '../store/head.ts'

/** How one command ended; without an exit code nobody knows. */
export interface Ran {
  exitCode?: number
  output: string
}

export interface Hands {
  inTerminal(desk: Desk, terminal: string, command: string, signal: AbortSignal): Promise<Ran>
  /** On the server's own host; only where that was allowed. */
  here(command: string, signal: AbortSignal): Promise<Ran>
}

const doubt = 'Fireline stopped while this ran: it is not known whether it ran. Look, then decide.'

/**
 * Runs the commands of a change, at most once: an attempt that may have begun is never begun again, it is said to be in doubt.
 * The gate decides once more right before the first command. The first command that fails ends it.
 */
export function runChange(hands: Hands): Perform<'run-change'> {
  return async (owed, desk, signal) => {
    if (owed.repeat || owed.attempt > 1) return ended(owed, [], doubt)
    const refusal = await mayNotRun(desk, owed)
    if (refusal) return ended(owed, [], `Not run. ${refusal}`)
    desk.passing?.('gate-passed', owed.kind)
    const results: CommandResult[] = []
    for (const command of await commandsOf(desk, owed)) {
      desk.passing?.('run-begun', owed.kind)
      const result = await runOne(hands, desk, owed, command, signal)
      desk.passing?.('run-typed', owed.kind)
      results.push(result.said)
      if (result.trouble || result.said.exitCode !== 0) return ended(owed, results, result.trouble)
    }
    desk.passing?.('run-ended', owed.kind)
    return ended(owed, results)
  }
}

async function mayNotRun(desk: Desk, owed: Owed<'run-change'>): Promise<string | undefined> {
  const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body: owed.body }
  const answer = await inTransaction(desk.db, tx => handle(desk, tx, owed.incident, ask, 'change-may-run'))
  return 'code' in answer ? answer.message : undefined
}

async function commandsOf(desk: Desk, owed: Owed<'run-change'>): Promise<string[]> {
  const is = await readHead(desk.db, owed.incident)
  const change = is?.changes.find(one => one.id === owed.body.change)
  if (!owed.body.wayBack) return change?.commands ?? []
  return change?.undo === undefined ? [] : [change.undo]
}

async function runOne(
  hands: Hands,
  desk: Desk,
  owed: Owed<'run-change'>,
  command: string,
  signal: AbortSignal,
): Promise<{ said: CommandResult; trouble?: string }> {
  const { how, terminal } = owed.body
  try {
    const inTerminal = how === 'in-terminal' && terminal !== undefined
    const ran = await (inTerminal ? hands.inTerminal(desk, terminal, command, signal) : hands.here(command, signal))
    const output = ran.output.toWellFormed().slice(-2_000)
    return { said: { command, output, ...(ran.exitCode !== undefined && { exitCode: ran.exitCode }) } }
  } catch (error) {
    return { said: { command }, trouble: signal.aborted ? doubt : reason(error) }
  }
}

function ended(owed: Owed<'run-change'>, results: CommandResult[], trouble?: string): Outcome {
  const { change, wayBack, how, plan } = owed.body
  const body = { change, wayBack, how, results, ...(plan && { plan }), ...(trouble && { trouble }) }
  return {
    outcome: trouble ? 'failed' : 'delivered',
    answer: trouble ?? 'ran',
    asks: [{ command: 'change-ran', body }],
  }
}
