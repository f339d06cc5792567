import { type Ask, type Decide, happened, isRefusal, knowing, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Change, type Incident, isAlone, named, type Terminal } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { type Seat, seatOf, sharedNow } from '../../incident/seats.ts'
import type { ChangeBody } from './asks.ts'
import { type GateKnows, gate, gateKnows, type Passed } from './gate.ts'
import { next } from './next.ts'
import { label, say } from './say.ts'
import { noSuchChange } from './unknown.ts'
import { asOperator } from './who.ts'

type Hands = Pick<Known, 'mayRunHere'>

/** The operator applies it: Fireline runs the commands it names, in their shared terminal; or they do it by hand now. */
export const applyChange: Decide<ChangeBody<'apply-change'>, keyof GateKnows | 'mayRunHere'> = knowing(
  [...gateKnows, 'mayRunHere'],
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
  if (where) return happened('ChangeStarted', { change: change.id, ...where, ...passed })
  const results = change.commands.map(command => ({ command }))
  const away = awayFrom(was, ask, ask.body.host)
  const note = results.length > 0 && { note: away ? say.terminalIsOn(away) : say.runItYourself }
  return happened('ChangeApplied', { change: change.id, how: 'by-hand', results, ...passed, ...note })
}

type Where = { how: 'in-terminal'; terminal: string } | { how: 'by-agent' }

/**
 * In the operator's own live shared terminal, where everyone sees it, on the host they name; else on this host, when that was
 * allowed. Never in one for looking around, nor where another person has the keyboard.
 */
function whereToRun(was: Incident, ask: Ask<{ host?: string }>, hands: Hands): Where | undefined {
  const isFree = ({ holder, awaiting }: Seat) => !holder || (holder === ask.by.id && !awaiting)
  const typesThere = (seat: Seat) => isFree(seat) || isAlone(was, ask.by.id)
  const typable = ownTerminals(was, ask, ask.body.host).filter(one => promptIsOn(was, one) === undefined)
  const terminal = typable.findLast(one => typesThere(seatOf(was, one.host)))
  if (terminal) return { how: 'in-terminal', terminal: terminal.id }
  return hands.mayRunHere ? { how: 'by-agent' } : undefined
}

/** Not a shell that takes only what a person signed: they type it there themselves. */
function ownTerminals(was: Incident, { by }: Ask<unknown>, host?: string): Terminal[] {
  const takesOurs = ({ id }: Terminal) => !was.shells?.some(({ terminal }) => terminal === id)
  return sharedNow(was).filter(one => one.person === by.id && (!host || one.host === host) && takesOurs(one))
}

/** The other host whose prompt is in a terminal, as its last command says: an ssh that ended is a command of its own host. */
const promptIsOn = (was: Incident, { id, host }: Terminal): string | undefined => {
  const there = was.commands.findLast(one => one.terminal === id)?.host
  return there === host ? undefined : there
}

function awayFrom(was: Incident, ask: Ask<unknown>, host?: string): string | undefined {
  const away = ownTerminals(was, ask, host).map(one => promptIsOn(was, one))
  return away.every(one => one !== undefined) ? away.at(-1) : undefined
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
    if (where) return [...seats, happened('ChangeStarted', { change: change.id, ...where, wayBack: true })]
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
