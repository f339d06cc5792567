import { type Ask, type Decide, happened, knowing, refuse } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { CommandResult } from '../../incident/events.ts'
import { type Change, type Incident, named } from '../../incident/incident.ts'
import type { Obligation } from '../../incident/obligation.ts'
import type { ChangeBody } from './asks.ts'
import { type GateKnows, gate, gateKnows } from './gate.ts'
import { next } from './next.ts'
import { planDigest } from './plan.ts'
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
    if (!isApproved(change, ask.body))
      return refuse('other-plan', say.otherPlan, [next.propose(change, label.proposeAnew)])
    if (ask.body.wayBack) return []
    const passed = gate(was, change, ask.at, known, true)
    return 'code' in passed ? passed : []
  },
)

/** What is about to run is what was approved last, once more from what stands here now. One of before there were plans has none. */
function isApproved(change: Change, { plan, how, terminal, wayBack }: ChangeBody<'change-may-run'>): boolean {
  if (plan !== change.plan) return false
  if (plan === undefined || how === undefined || how === 'by-hand') return plan === undefined
  return plan === planDigest(change, { how, wayBack, ...(terminal !== undefined && { terminal }) })
}

/** The commands ended: applied, taken back, or failed with what went wrong. */
export function changeRan(was: Incident, ask: Ask<ChangeBody<'change-ran'>>) {
  const { wayBack, how, results, trouble, note, plan } = ask.body
  const change = named(was.changes, ask.body.change)
  if (!change || change.state !== 'applying' || (plan !== undefined && plan !== change.plan)) return []
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
      ...(note && { note }),
    }),
    ...rowsDiffer(was, change, results),
  ]
}

function firstFailure(results: readonly CommandResult[]): string | undefined {
  const failed = results.find(result => result.exitCode !== 0)
  return failed && say.commandFailed(failed.command, failed.exitCode)
}

export function owesTheRun({ id, data, at }: EntryOf<'ChangeStarted'>): Obligation[] {
  const { change, how, terminal, wayBack = false, plan } = data
  if (how === 'by-hand') return []
  const body = { change, wayBack, how, ...(terminal && { terminal }), ...(plan && { plan }) }
  return [{ kind: 'run-change', key: `run:${id}`, dueAt: at, body }]
}
