import type { IncidentEvent } from './events.ts'

/** Brings an event of an older version to today's: `Type@v` -> the same event one version later. Each has a stored sample in its test. */
const upcasters: Record<string, (data: never) => unknown> = {}

/** The event as today's code reads it; unknown newer versions pass unchanged, for `evolve` to leave alone. */
export function upcast(stored: { type: string; v: number; data: unknown }, by = upcasters): IncidentEvent {
  let { v, data } = stored
  for (let lift = by[`${stored.type}@${v}`]; lift; lift = by[`${stored.type}@${v}`]) {
    data = lift(data as never)
    v += 1
  }
  return { type: stored.type, v, data } as IncidentEvent
}
