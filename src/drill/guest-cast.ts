import type { Service } from '../catalog/service.ts'
import type { Incident } from '../incident/incident.ts'
import type { Cast } from './cast.ts'
import { type Caller, caller, NotSeen } from './client.ts'
import type { Person } from './responder/scene.ts'
import { webhookBody } from './shop/programs/webhook-body.ts'

/** Who plays on a Fireline that people use: marked as a drill everywhere, reaching nobody who did not agree to it. */
export interface GuestCast {
  /** Before anything is built: throws when there is no place for a drill here. */
  check(): Promise<void>
  make(databaseUrl: string): Promise<Cast>
  /** Takes away what it made; its incident stays, resolved, as a drill. */
  leave(): Promise<void>
}

const slug = 'shop'
const aDayMs = 24 * 3_600_000

/** `ring` is a person who agreed to be paged. Nobody else is: those who play have no way to be reached. */
export function guestCast(url: string, token: string, ring: string | undefined): GuestCast {
  const admin = caller(url, token)
  const undo: (() => Promise<unknown>)[] = []
  const person = async (name: string, role: string): Promise<Person> => {
    const { id } = await admin.post<{ id: string }>('/api/v1/people', { name: `${name} (drill)`, role })
    undo.push(() => admin.delete(`/api/v1/people/${id}`))
    const expiresAt = new Date(Date.now() + aDayMs).toISOString()
    const made = await admin.post<{ token: string }>(`/api/v1/people/${id}/tokens`, { name: 'drill', expiresAt })
    return { ...caller(url, made.token), id, name }
  }
  let host = ''
  return {
    async check() {
      host = await needRoom(admin)
    },
    async make(databaseUrl) {
      const ana = await person('Ana', 'responder')
      const ben = await person('Ben', 'responder')
      const cleo = await person('Cleo', 'viewer')
      await admin.put('/api/v1/policies/drill', ring ? policyOf(ring) : { ...policyOf(ana.id), pagesNobody: true })
      // It has to name somebody, and Ana leaves. What it is for is only watched then, so nobody is called.
      undo.push(() => admin.put('/api/v1/policies/drill', { ...policyOf(host), pagesNobody: true }))
      const service = { name: 'The shop (drill)', environment: 'drill', policy: 'drill' }
      await admin.put(`/api/v1/services/${slug}`, service)
      undo.push(() => admin.put(`/api/v1/services/${slug}`, { ...service, mode: 'watch-only' }))
      await admin.put(`/api/v1/resources/${slug}`, { kind: 'postgres', url: databaseUrl })
      undo.push(() => admin.delete(`/api/v1/resources/${slug}`))
      const name = "the shop's monitoring (drill)"
      const made = await admin.post<{ id: string; key: string }>('/api/v1/integrations', {
        service: slug,
        kind: 'alertmanager',
        name,
      })
      const intakeUrl = `${url}/intake/${made.key}`
      undo.push(() => admin.delete(`/api/v1/integrations/${made.id}`))
      undo.push(() => endAlerts(admin, made.id, intakeUrl))
      undo.push(() => resolveAll(admin, ana))
      return { service: slug, ana, ben, cleo, intakeUrl, titles: 'DRILL: ' }
    },
    async leave() {
      // What cannot be taken away now does not keep the rest.
      for (const one of undo.splice(0).toReversed()) await one().catch(() => {})
    },
  }
}

const policyOf = (person: string) => ({ steps: [{ afterMs: 0, notify: [{ person }] }], repeat: 0 })

/** Somebody's own shop is not overwritten, and nobody of the drill becomes the first person, who is on call for ever. Gives one who is here. */
async function needRoom(admin: Caller): Promise<string> {
  const { people } = await admin.get<{ people: { id: string; kind: string }[] }>('/api/v1/people')
  const host = people.find(one => one.kind === 'person')
  if (!host) throw new NotSeen('Nobody is here yet. Open the set-up link first: the first person is on call for ever.')
  const { services } = await admin.get<{ services: Service[] }>('/api/v1/services')
  const theirs = services.find(one => one.slug === slug && one.environment !== 'drill')
  if (theirs) throw new NotSeen(`There is a service "${slug}" here that is no drill's: run npx fireline drill instead.`)
  return host.id
}

async function endAlerts(admin: Caller, integration: string, intakeUrl: string): Promise<void> {
  const { alerts } = await admin.get<{ alerts: { startedAt: string; labels: Record<string, string> }[] }>(
    `/api/v1/alerts?status=firing&integration=${integration}`,
  )
  for (const { startedAt, labels } of alerts) {
    const over = { instance: labels['instance'] ?? '', startsAt: startedAt, endsAt: new Date().toISOString(), share: 0 }
    const body = JSON.stringify(webhookBody(over, ''))
    await fetch(intakeUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
}

async function resolveAll(admin: Caller, ana: Person): Promise<void> {
  const { incidents } = await admin.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
  for (const { id } of incidents.filter(one => one.service === slug))
    await ana.ask(id, 'resolve', { summary: 'The drill was stopped.' })
}
