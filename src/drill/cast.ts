import { type Caller, caller } from './client.ts'
import type { Person } from './responder/scene.ts'

/** Who plays, and what of theirs burns: made through the API, as any admin does it. */
export type Cast = {
  service: string
  ana: Person
  ben: Person
  cleo: Person
  intakeUrl: string
  /** By which people come into a Fireline of the drill's own. */
  inviteUrl?: string
  /** What titles of alerts begin with. */
  titles?: string
}

export async function makeCast(url: string, adminToken: string, databaseUrl: string): Promise<Cast> {
  const admin = caller(url, adminToken)
  const service = 'shop'
  // The first person of a new Fireline is on call for ever, so Ana comes first.
  const ana = await makePerson(admin, url, 'Ana', 'responder')
  const ben = await makePerson(admin, url, 'Ben', 'responder')
  const cleo = await makePerson(admin, url, 'Cleo', 'viewer')
  await admin.put('/api/v1/policies/shop', { steps: [{ afterMs: 0, notify: [{ person: ana.id }] }], repeat: 1 })
  await admin.put(`/api/v1/services/${service}`, { name: 'The shop (drill)', policy: 'shop' })
  await admin.put('/api/v1/resources/shop', { kind: 'postgres', url: databaseUrl })
  const integration = await admin.post<{ key: string }>('/api/v1/integrations', {
    service,
    kind: 'alertmanager',
    name: "the shop's monitoring (drill)",
  })
  const invite = await admin.post<{ url: string }>('/api/v1/invites', { role: 'responder' })
  return { service, ana, ben, cleo, intakeUrl: `${url}/intake/${integration.key}`, inviteUrl: invite.url }
}

async function makePerson(admin: Caller, url: string, name: string, role: string): Promise<Person> {
  const email = `${name.toLowerCase()}-${Date.now().toString(36)}@drill.example`
  const { id } = await admin.post<{ id: string }>('/api/v1/people', { name, email, role })
  const { token } = await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'drill' })
  return { ...caller(url, token), id, name }
}
