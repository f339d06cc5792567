import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { reason } from '../engine/log.ts'
import type { Outcome, Owed, Perform } from '../engine/perform.ts'
import { fireline } from '../incident/entry.ts'
import type { CommandResult } from '../incident/events.ts'
import { type CutOff, cutOff } from '../steps/change/cut-off.ts'
import { inTransaction } from '../store/db.ts'
import { readHead } from '../store/head.ts'
import { beginStep, endStep, runSteps } from '../store/run-steps.ts'

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

/** Another node may have this run now: nothing more is run here, and nothing that is said here counts. */
class TakenOver extends Error {}

/**
 * Runs the commands of a change, at most once. Before each it is noted that it is begun, so a run that was cut off is never begun
 * again and yet told exactly; in doubt, the doubt is said. The gate decides once more right before the first command. The first
 * command that fails ends it.
 */
export function runChange(hands: Hands): Perform<'run-change'> {
  return async (owed, desk, signal) => {
    if (owed.repeat || owed.attempt > 1) return ended(owed, await cutOffNow(desk, owed))
    try {
      await begin(desk, owed, 0)
      const refusal = await mayNotRun(desk, owed)
      if (refusal) return ended(owed, { results: [], trouble: `Not run. ${refusal}` })
      desk.passing?.('gate-passed', owed.kind)
      return ended(owed, await runAll(hands, desk, owed, signal))
    } catch (error) {
      if (!(error instanceof TakenOver)) throw error
      return { outcome: 'retry', answer: error.message }
    }
  }
}

async function runAll(hands: Hands, desk: Desk, owed: Owed<'run-change'>, signal: AbortSignal): Promise<CutOff> {
  const results: CommandResult[] = []
  const commands = await commandsOf(desk, owed)
  for (const [i, command] of commands.entries()) {
    const n = i + 1
    await begin(desk, owed, n)
    desk.passing?.('run-begun', owed.kind)
    const { said, trouble } = await runOne(hands, desk, owed, command, signal)
    desk.passing?.('run-typed', owed.kind)
    if (trouble && signal.aborted) return { ...cutOff(commands, await runSteps(desk.db, owed.id)), results }
    results.push(said)
    // What is not noted is told as a doubt, should it be cut off later.
    await endStep(desk.db, owed, n, desk.clock.now(), said.exitCode).catch(() => {})
    desk.passing?.('run-noted', owed.kind)
    if (trouble || said.exitCode !== 0) return { results, ...(trouble && { trouble }) }
  }
  desk.passing?.('run-ended', owed.kind)
  return { results }
}

/** What an earlier attempt came to. */
const cutOffNow = async (desk: Desk, owed: Owed<'run-change'>): Promise<CutOff> =>
  cutOff(await commandsOf(desk, owed), await runSteps(desk.db, owed.id))

/** Nothing is run that was not noted first, nor by a node that stood still and was taken for dead meanwhile. */
async function begin(desk: Desk, owed: Owed<'run-change'>, n: number): Promise<void> {
  const isOurs = await beginStep(desk.db, owed, n, desk.clock.now())
  if (!isOurs || !owed.mayStillSend()) throw new TakenOver('Another node may have taken this over.')
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
    return { said: { command }, trouble: reason(error) }
  }
}

function ended({ body: { change, wayBack, how, plan } }: Owed<'run-change'>, { trouble, ...told }: CutOff): Outcome {
  const body = { change, wayBack, how, ...told, ...(plan && { plan }), ...(trouble && { trouble }) }
  return {
    outcome: trouble ? 'failed' : 'delivered',
    answer: trouble ?? 'ran',
    asks: [{ command: 'change-ran', body }],
  }
}
