import { type Ask, type Decide, happened, knowing, refuse } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { CommandResult } from '../../incident/events.ts'
import { type Incident, named } from '../../incident/incident.ts'
import type { Obligation } from '../../incident/obligation.ts'
import type { ChangeBody } from './asks.ts'
import { type GateKnows, gate, gateKnows } from './gate.ts'
import { next } from './next.ts'
import { rowsDiffer } from './rows-saved.ts'
import { label, say } from './say.ts'

/**
 * The gate once more, at the moment the commands would run: a start that waited (a server that was down) finds a copy that has
 * grown old, was altered or is gone. Nothing, when they may run.
 */
export const changeMayRun: Decide<ChangeBody<'change-may-run'>, keyof GateKnows> = knowing(
  gateKnows,
  (was, ask, known) => {
    const change = named(was.changes, ask.body.change)
    if (change?.state !== 'applying')
      return refuse('not-under-way', say.notUnderWay(change?.ref ?? ask.body.change), [
        change ? next.propose(change, label.proposeAnew) : next.proposeFirst,
      ])
    if (ask.body.wayBack) return []
    const passed = gate(was, change, ask.at, known, true)
    return 'code' in passed ? passed : []
  },
)

/** The commands ended: applied, taken back, or failed with what went wrong. */
export function changeRan(was: Incident, ask: Ask<ChangeBody<'change-ran'>>) {
  const { wayBack, how, results, trouble } = ask.body
  const change = named(was.changes, ask.body.change)
  if (!change || change.state !== 'applying') return []
  const reason = trouble ?? firstFailure(results)
  if (reason) return [happened('ChangeFailed', { change: change.id, how, results, reason })]
  if (wayBack) return [happened('ChangeRolledBack', { change: change.id, how, results })]
  const { backup, waived } = change
  return [
    happened('ChangeApplied', {
      change: change.id,
      how,
      results,
      ...(backup && { backup }),
      ...(waived && { waived }),
    }),
    ...rowsDiffer(was, change, results),
  ]
}

function firstFailure(results: readonly CommandResult[]): string | undefined {
  const failed = results.find(result => result.exitCode !== 0)
  return failed && say.commandFailed(failed.command, failed.exitCode)
}

export function owesTheRun({ id, data, at }: EntryOf<'ChangeStarted'>): Obligation[] {
  const { change, how, terminal, wayBack = false } = data
  if (how === 'by-hand') return []
  const body = { change, wayBack, how, ...(terminal && { terminal }) }
  return [{ kind: 'run-change', key: `run:${id}`, dueAt: at, body }]
}
