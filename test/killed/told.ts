import type { Entry, EntryOf } from '../../src/incident/entry.ts'
import type { EventType } from '../../src/incident/events.ts'
import type { Incident } from '../../src/incident/incident.ts'
import type { Caller } from '../harness.ts'

/** An incident as it is folded, and as it was told. */
export interface Told {
  is: Incident
  entries: Entry[]
}

export const of = <T extends EventType>(entries: Entry[], type: T): EntryOf<T>[] =>
  entries.filter(entry => entry.type === type) as unknown as EntryOf<T>[]

/** Every incident there is, or those of a service that are open, from its first entry on. */
export async function everyTimeline(admin: Caller, openOf?: string): Promise<Told[]> {
  const told: Told[] = []
  for (const { id } of await everyIncident(admin, openOf ? `&status=open&service=${openOf}` : '')) {
    const is = (await admin.get<Incident>(`/api/v1/incidents/${id}`)).body
    const path = `/api/v1/incidents/${id}/timeline?after=0`
    told.push({ is, entries: (await admin.get<{ entries: Entry[] }>(path)).body.entries })
  }
  return told
}

async function everyIncident(admin: Caller, filter: string): Promise<Incident[]> {
  const all: Incident[] = []
  for (;;) {
    const after = all.length > 0 ? `&after=${all.at(-1)?.id}` : ''
    const path = `/api/v1/incidents?limit=500${filter}${after}`
    const { incidents } = (await admin.get<{ incidents: Incident[] }>(path)).body
    if (incidents.length === 0) return all
    all.push(...incidents)
  }
}
