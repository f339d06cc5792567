import type { IncidentLine } from '../../incident/line.ts'

export interface LastDays {
  count: number
  drills: number
  /** Median from opening until users no longer hurt, of those that came so far. */
  medianMs?: number
  withPageMs?: number
  withoutPageMs?: number
}

/** What the last days were like. Drills and what was merged into another do not count. */
export function lastDays(lines: readonly IncidentLine[]): LastDays {
  const real = lines.filter(line => !line.drill && !line.mergedInto)
  const took = (some: readonly IncidentLine[]) => median(some.flatMap(untilWell))
  return {
    count: real.length,
    drills: lines.filter(line => line.drill).length,
    medianMs: took(real),
    withPageMs: took(real.filter(line => line.page)),
    withoutPageMs: took(real.filter(line => !line.page)),
  }
}

/** From opening until mitigated, or resolved where nobody said mitigated. */
function untilWell({ openedAt, mitigatedAt, resolvedAt }: IncidentLine): number[] {
  const end = mitigatedAt ?? resolvedAt
  return end ? [Date.parse(end) - Date.parse(openedAt)] : []
}

export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[middle - 1], sorted[middle]]
  if (high === undefined) return undefined
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2
}
