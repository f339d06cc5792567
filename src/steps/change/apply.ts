import { type Ask, type Decide, happened, isRefusal, knowing, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Change, type Incident, named } from '../../incident/incident.ts'
import type { ChangeBody } from './asks.ts'
import { type GateKnows, gate, gateKnows, type Passed } from './gate.ts'
import { next } from './next.ts'
import { planDigest } from './plan.ts'
import { label, say } from './say.ts'
import { noSuchChange } from './unknown.ts'
import { awayOn, type Hands, whereToRun } from './where.ts'
import { asOperator } from './who.ts'

/** The operator applies it: Fireline runs the commands it names, in their shared terminal; or they do it by hand now. */
export const applyChange: Decide<ChangeBody<'apply-change'>, keyof GateKnows | 'mayRunHere' | 'strain'> = knowing(
  [...gateKnows, 'mayRunHere', 'strain'],
  (was, ask, known) => {
    const change = named(was.changes, ask.body.change)
    if (!change) return noSuchChange(was, ask.body, 'apply-change')
    if (change.state === 'rolled back')
      return refuse('rolled-back', say.rolledBack(change.ref), [next.propose(change, label.proposeAnew)])
    if (change.state !== 'proposed' && change.state !== 'failed') return []
    const seats = asOperator(was, ask, ask.body.host)
    if (isRefusal(seats)) return seats
    const passed = gate(was, change, ask.at, known)
    if ('code' in passed) return passed
    return [...seats, applying(was, ask, change, passed, known)]
  },
)

function applying(
  was: Incident,
  ask: Ask<{ host?: string }>,
  change: Change,
  passed: Passed,
  hands: Hands,
): IncidentEvent {
  const where = change.commands.length > 0 ? whereToRun(was, ask, hands) : undefined
  const plan = where && planDigest(change, { ...where, ...passed })
  if (where) return happened('ChangeStarted', { change: change.id, ...where, ...passed, plan })
  const results = change.commands.map(command => ({ command }))
  const away = awayOn(was, ask)
  const note = results.length > 0 && { note: away ? say.terminalIsOn(away) : say.runItYourself }
  return happened('ChangeApplied', { change: change.id, how: 'by-hand', results, ...passed, ...note })
}

/** The way back waits for no copy: it is what the copy is for. */
export const rollBackChange: Decide<ChangeBody<'roll-back-change'>, 'mayRunHere'> = knowing(
  ['mayRunHere'],
  (was, ask, known) => {
    const change = named(was.changes, ask.body.change)
    if (!change) return noSuchChange(was, ask.body, 'roll-back-change')
    if (change.state === 'rolled back') return []
    if (change.state === 'proposed') return refuse('not-applied', say.notApplied(change.ref), [next.apply(change)])
    if (change.state === 'applying') return refuse('running', say.runningNow(change.ref))
    const seats = asOperator(was, ask, ask.body.host)
    if (isRefusal(seats)) return seats
    const where = change.undo === undefined ? undefined : whereToRun(was, ask, known)
    const plan = where && planDigest(change, { ...where, wayBack: true })
    if (where) return [...seats, happened('ChangeStarted', { change: change.id, ...where, wayBack: true, plan })]
    const results = change.undo === undefined ? [] : [{ command: change.undo }]
    return [...seats, happened('ChangeRolledBack', { change: change.id, how: 'by-hand', results })]
  },
)

export function verifyChange(was: Incident, ask: Ask<ChangeBody<'verify-change'>>) {
  const { note } = ask.body
  const change = named(was.changes, ask.body.change)
  if (!change) return noSuchChange(was, ask.body, 'verify-change')
  if (change.state === 'verified') return []
  if (change.state === 'applied') return [happened('ChangeVerified', { change: change.id, ...(note && { note }) })]
  if (change.state === 'applying') return refuse('running', say.runningNow(change.ref))
  if (change.state === 'rolled back')
    return refuse('rolled-back', say.rolledBack(change.ref), [next.propose(change, label.proposeAnew)])
  if (change.state === 'failed')
    return refuse('change-failed', say.failed(change.ref), [
      next.rollBack(change),
      next.apply(change, label.applyAgain),
    ])
  return refuse('not-applied', say.notApplied(change.ref), [next.apply(change)])
}
