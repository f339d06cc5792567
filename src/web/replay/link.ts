import type { Entry } from '../../incident/entry.ts'

/** The moment that a link names: `#entry-12`, or `#at-2026-11-22T03:04:05.000Z`. */
export function momentOfHash(hash: string, entries: readonly Entry[], moments: readonly number[]): number | undefined {
  const seq = /^#entry-(\d{1,9})$/.exec(hash)?.[1]
  if (seq) return moments[entries.findIndex(entry => entry.seq === Number(seq))]
  const at = Date.parse(/^#at-([\d:.TZ-]{10,30})$/.exec(hash)?.[1] ?? '')
  return Number.isNaN(at) ? undefined : at
}
