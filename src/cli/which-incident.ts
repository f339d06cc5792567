import type { Client } from '../api/client.ts'
import type { Incident } from '../incident/incident.ts'

/** The incident that was named, or the one that is open; with several open, it asks for a name and lists them. */
export async function whichIncident(api: Client, named: string | undefined): Promise<Incident> {
  if (named) return api.get<Incident>(`/api/v1/incidents/${encodeURIComponent(named)}`)
  const { incidents } = await api.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
  const [only, ...others] = incidents
  if (!only) throw new Error('Nothing burns: there is no open incident.')
  if (others.length === 0) return only
  const list = incidents.map(one => `  INC-${one.number}  ${one.severity}  ${oneLine(one.title)}`).join('\n')
  throw new Error(`Several incidents are open; say which:\n${list}`)
}

/** A title comes from outside: its control characters reach no terminal. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
