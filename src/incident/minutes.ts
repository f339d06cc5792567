import type { Incident } from './incident.ts'

/** From opening to resolving, in started minutes; undefined while it is not over. */
export function minutesOf({ openedAt, resolvedAt }: Pick<Incident, 'openedAt' | 'resolvedAt'>): number | undefined {
  if (!resolvedAt) return undefined
  return Math.max(1, Math.ceil((Date.parse(resolvedAt) - Date.parse(openedAt)) / 60_000))
}
