import type { BackupLevel } from '../../incident/events.ts'
import type { Print } from '../../incident/prints.ts'

/** What a driver, an agent or a program of the team's own showed of a copy. Nobody says "equal": prints are compared here. */
export interface Shown {
  exitCode?: number
  /** Read to the last byte, and its own marks of an end stand there. */
  complete?: boolean
  digest?: string
  restored?: boolean
  /** At the source and in what was restored, from the same snapshot. */
  source?: Print[]
  back?: Print[]
  /** Indexes and constraints that the source has and the restored one has not. */
  built?: { missing: string[] }
  smoke?: { query: string; ok: boolean }
}

/** What a database answered a team's own question with: at least one row, and nothing in any of them is missing, false, 0 or empty. */
export const answersWell = (rows: readonly (readonly unknown[])[]): boolean =>
  rows.length > 0 && rows.every(row => row.every(value => !nothing.has(value) && !isZero(value)))

const nothing: ReadonlySet<unknown> = new Set([null, undefined, false, ''])
/** Large numbers and those with decimals come as text. */
const isZero = (value: unknown): boolean =>
  value === 0 || (typeof value === 'string' && /^-?0+(\.0*)?$/.test(value.trim()))

/** Who showed it. `agent`: the enrolled one of a host, whose evidence is signed. `own`: a program of the team's own. */
export type ShownBy = 'fireline' | 'agent' | 'own'

/**
 * The highest level that was shown, each resting on the one below. What the team's own program says of itself is worth L1; more is
 * worth only what Fireline read back itself, which is then shown by Fireline.
 */
export function levelShown(shown: Shown, by: ShownBy): BackupLevel {
  if (shown.exitCode !== undefined && shown.exitCode !== 0) return 'L0'
  if (!shown.complete || !shown.digest) return 'L0'
  if (by === 'own' || !shown.restored) return 'L1'
  if (!isEqual(shown)) return 'L2'
  return shown.smoke?.ok ? 'L4' : 'L3'
}

/** The same things on both sides, at least one, all of them equal, and nothing that was built is missing. */
function isEqual({ source = [], back = [], built }: Shown): boolean {
  const found = new Map(back.map(one => [one.name, one]))
  if (source.length === 0 || found.size !== back.length || source.length !== back.length) return false
  if (new Set(source.map(one => one.name)).size !== source.length || (built?.missing.length ?? 0) > 0) return false
  return source.every(({ name, count, print }) => {
    const there = found.get(name)
    return print !== '' && there?.print === print && there.count === count
  })
}
