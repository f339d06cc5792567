import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, until, type World } from '../../../test/harness.ts'
import type { AlertShown } from '../../store/alerts.ts'
import { senderKinds } from '../dialects.ts'

let world: World

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

async function newKey(slug: string, kind = 'alertmanager') {
  await world.admin.put(`/api/v1/services/${slug}`, { name: slug })
  const asked = { service: slug, kind, name: `${kind} of ${slug}` }
  return (await world.admin.post<{ id: string; url: string }>('/api/v1/integrations', asked)).body
}

async function ask(key: { url: string }, path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await fetch(`${key.url}/api/v2/${path}`, {
    method,
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) }
}

const inHours = (hours: number) => new Date(world.fireline.desk.clock.now().getTime() + hours * 3_600_000).toISOString()
const burning = (instance: string) => [{ labels: { alertname: 'Slow', severity: 'critical', instance } }]
const silence = (more = {}) => ({
  matchers: [{ name: 'alertname', value: 'Slow', isRegex: false, isEqual: true }],
  startsAt: inHours(0),
  endsAt: inHours(1),
  createdBy: 'ana',
  comment: 'deploying',
  ...more,
})
const silenceOn = async (key: { url: string }, more = {}) => {
  const made = await ask(key, 'silences', silence(more))
  expect(made.status).toBe(200)
  return String(made.body?.['silenceID'])
}

const readings = ['alerts', 'alerts/groups', 'receivers', 'status', 'silences', `silence/${crypto.randomUUID()}`]

test.for(senderKinds.filter(kind => kind !== 'alertmanager'))(
  'a leaked key of kind %s can neither read nor silence',
  async kind => {
    const key = await newKey('leaked', kind)
    for (const path of readings) expect(await ask(key, path), path).toMatchObject({ status: 403, body: { code: 403 } })
    expect((await ask(key, 'silences', silence())).status).toBe(403)
    expect((await ask(key, `silence/${crypto.randomUUID()}`, undefined, 'DELETE')).status).toBe(403)
  },
)

test('a key reads its own alerts and silences, and nobody else’s', async () => {
  const [own, other] = [await newKey('own'), await newKey('foreign')]
  await ask(own, 'alerts', burning('a'))
  const id = await silenceOn(own)
  expect((await ask(own, 'alerts')).body).toHaveLength(1)
  for (const path of ['alerts', 'alerts/groups', 'silences'])
    expect(await ask(other, path)).toEqual({ status: 200, body: [] })
  for (const method of ['GET', 'DELETE'])
    expect(await ask(other, `silence/${id}`, undefined, method)).toEqual({ status: 404, body: 'silence not found' })
  expect(await ask(other, 'silences', silence({ id }))).toEqual({ status: 404, body: 'silence not found' })
  await ask(other, 'alerts', burning('a'))
  expect((await ask(other, 'alerts')).body).toMatchObject([{ status: { state: 'active', silencedBy: [] } }])
  const [alert] = (await ask(own, 'alerts')).body as unknown as { status: object }[]
  expect(alert?.status).toEqual({ state: 'suppressed', silencedBy: [id], inhibitedBy: [] })
  expect((await ask(own, 'alerts?silenced=false')).body).toEqual([])
  expect((await ask(own, 'alerts?active=false')).body).toHaveLength(1)
})

test('a silence keeps alerts out, stands on the timeline of what it touches, and what still fires at its end comes in', async () => {
  const key = await newKey('quiet')
  const alerts = async () =>
    (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${key.id}`)).body.alerts
  await ask(key, 'alerts', burning('before'))
  const [open] = await alerts()
  const id = await silenceOn(key)
  const said = async () => JSON.stringify((await world.admin.get(`/api/v1/incidents/${open?.incident}/timeline`)).body)
  await until(async () => (await said()).includes('ana (with the key alertmanager of quiet)'), 'the silence to be told')
  await ask(key, 'alerts', burning('during'))
  const during = async () => (await alerts()).find(alert => alert.labels['instance'] === 'during')
  expect(await during()).toMatchObject({ status: 'firing' })
  expect((await during())?.incident).toBeUndefined()
  expect((await ask(key, `silence/${id}`, undefined, 'DELETE')).status).toBe(200)
  expect((await ask(key, `silence/${id}`)).body).toMatchObject({ status: { state: 'expired' }, createdBy: 'ana' })
  await until(async () => (await during())?.incident === open?.incident, 'it to come in')
})

test.for([
  ['longer than a day', { endsAt: inDays(1.01) }, /^endsAt: /],
  ['an end that has passed', { endsAt: inDays(-1) }, /^endsAt: /],
  ['no matcher', { matchers: [] }, /^matchers: /],
  ['what fits everything', { matchers: [{ name: 'a', value: '.*', isRegex: true }] }, /^matchers: At least one/],
  ['a broken pattern', { matchers: [{ name: 'a', value: '(', isRegex: true }] }, /^matchers.0.value: /],
  ['a name that is none', { matchers: [{ name: 'a b', value: 'x', isRegex: false }] }, /^matchers.0.name: /],
  ['a matcher that does not say its kind', { matchers: [{ name: 'a', value: 'x' }] }, /^matchers.0.isRegex: /],
  ['no reason', { comment: ' ' }, /^comment: /],
  ['no name', { createdBy: '' }, /^createdBy: /],
] as const)('a silence with %s is refused by the name of the field', async ([, more, said]) => {
  const key = await newKey('refused')
  const answer = await ask(key, 'silences', silence(more))
  expect(answer.status).toBe(400)
  expect(answer.body).toMatch(said)
  expect((await ask(key, 'silences')).body).toEqual([])
})

test('an id that is none is told so as Alertmanager does', async () => {
  const key = await newKey('ids')
  const said = { code: 422, message: 'silenceID in path must be of type uuid: "x"' }
  expect(await ask(key, 'silence/x')).toMatchObject({ status: 422, body: said })
})

test('nothing of all this was an error of ours', () => {
  expect(world.errors).toEqual([])
})

/** From the machine's clock: the table stands before the world does. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 3_600_000).toISOString()
}
