import { type Changed, changed } from '../steps/intake/flapping.ts'
import type { KeptOut } from '../steps/intake/place-alert.ts'
import { whyKeptOut } from '../steps/intake/say.ts'
import type { AlertRow } from '../store/alerts.ts'
import type { Round } from './round.ts'

/** An alert began to flap; its incident is told. Times in milliseconds. */
export interface Flaps {
  changes: number
  withinMs: number
}

interface After {
  row: AlertRow
  flaps?: Flaps
}

/** It ended. While it flaps its incident stays as it is (`stays`), until it was steady. */
export function flappingEnd(round: Round, row: AlertRow): After & { stays: boolean } {
  const change = changeOf(round, row)
  if (!change) return { row, stays: false }
  return { row: withChange(row, change), flaps: begun(round, change), stays: change.flapsUntil !== undefined }
}

/**
 * It fires, anew or still. The change by which it begins to flap still comes in; after that it stays in its incident while that is
 * open, and opens none (`kept`).
 */
export function flappingStart(
  round: Round,
  row: AlertRow,
  was: AlertRow | undefined,
  { isNewFiring, isOpen }: { isNewFiring: boolean; isOpen: boolean },
): After & { stays?: boolean; kept?: KeptOut } {
  const change = isNewFiring ? changeOf(round, row) : undefined
  if (!change) return { row }
  const changedRow = withChange(row, change)
  if (!change.flapsUntil || change.begins) return { row: changedRow, flaps: begun(round, change) }
  if (was?.incident && isOpen) return { row: { ...changedRow, incident: was.incident }, stays: true }
  return { row: changedRow, kept: { rule: 'flapping', why: whyKeptOut('flapping'), until: change.flapsUntil } }
}

function changeOf({ standing, at }: Round, row: AlertRow): Changed | undefined {
  const { flapping } = standing.rules
  const before = row.changes === null ? [] : (JSON.parse(row.changes) as string[])
  return flapping && changed(flapping, { at: before, flapsUntil: row.flaps_until ?? undefined }, at)
}

const withChange = (row: AlertRow, { at, flapsUntil }: Changed): AlertRow => ({
  ...row,
  changes: JSON.stringify(at),
  flaps_until: flapsUntil ?? null,
  look_again_at: flapsUntil ?? row.look_again_at,
})

const begun = ({ standing }: Round, { at, begins }: Changed): Flaps | undefined =>
  begins ? { changes: at.length, withinMs: standing.rules.flapping?.withinMs ?? 0 } : undefined
