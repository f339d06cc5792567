import type { Ask, Next } from '../../incident/decision.ts'
import { type Change, type Incident, named } from '../../incident/incident.ts'
import { type GateKnows, gate } from './gate.ts'
import { say } from './say.ts'
import { sha256 } from './sha256.ts'
import { awayOn, type Hands, type Where, whereToRun } from './where.ts'

/** What applying a change would do for who asks. Nothing of it is run. */
export interface Plan {
  /** Exactly what would be typed or run, in this order; it ends with the first that fails. */
  commands: string[]
  /** `by-hand`: Fireline runs nothing, the operator does. */
  how: 'by-hand' | 'in-terminal' | 'by-agent'
  host?: string
  title?: string
  undo?: string
  /** Touches that a copy or a waiver answers for, and those that nothing does. */
  protects: { touches: string[]; by: string }[]
  unprotected: string[]
  /** Why it would not go ahead now. */
  refused?: { says: string; next: Next[] }
  says: string[]
}

type Asked = Ask<{ host?: string }>

export function planOf(was: Incident, change: Change, ask: Asked, known: GateKnows & Hands): Plan {
  const passed = gate(was, change, ask.at, known)
  const where = change.commands.length > 0 ? whereToRun(was, ask, known) : undefined
  const terminal = where?.how === 'in-terminal' ? was.terminals.find(one => one.id === where.terminal) : undefined
  const isHeld = 'code' in passed
  const copy = isHeld || !passed.backup ? undefined : named(was.backups, passed.backup)
  const by = copy ? say.planCopy(copy.ref, copy.level ?? 'L0') : !isHeld && passed.waived ? say.planWaived : undefined
  return {
    commands: change.commands,
    how: where?.how ?? 'by-hand',
    ...(terminal && { host: terminal.host, title: terminal.title }),
    ...(change.undo !== undefined && { undo: change.undo }),
    protects: by && change.touches.length > 0 ? [{ touches: change.touches, by }] : [],
    unprotected: by ? [] : change.touches,
    ...(isHeld && { refused: { says: passed.message, next: passed.next } }),
    says: planSays(was, change, ask, where),
  }
}

function planSays(was: Incident, change: Change, ask: Asked, where: Where | undefined): string[] {
  if (change.commands.length === 0) return [say.planNothing]
  if (where) return [say.planEnds, ...(change.undo === undefined ? [say.planNoUndo] : [])]
  const away = awayOn(was, ask)
  return [away ? say.planAway(away) : say.planByHand]
}

/** What a start was approved for. `backup`: what it rests on; `wayBack`: its undo runs. */
export interface Approved {
  how: Where['how']
  terminal?: string
  backup?: string
  wayBack?: boolean
}

/**
 * Names exactly what may run, where, protected by what, and after which run of it: an approval is for one start, so that an old one that
 * comes again, or another text under its name, is not it.
 */
export function planDigest(
  change: Change,
  { how, terminal, backup = change.backup, wayBack = false }: Approved,
): string {
  const runs = wayBack ? (change.undo ?? null) : change.commands
  const after = change.appliedAt ?? null
  return sha256(
    JSON.stringify([change.id, runs, change.touches, how, terminal ?? null, backup ?? null, wayBack, after]),
  )
}
