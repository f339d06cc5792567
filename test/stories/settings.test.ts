import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Caller, callerOf, startWorld, type World } from '../harness.ts'

let world: World
let ana: Caller

beforeAll(async () => {
  world = await startWorld()
  ana = await world.person('Ana', 'admin', 'ana@example.org')
})
afterAll(() => world.stop())

interface Form {
  kind: string
  schema: { properties: Record<string, { title?: string; writeOnly?: boolean }>; required?: string[] }
}
interface Line {
  pos: number
  by: { name: string; id: string | null }
  action: string
  subject: Record<string, string>
  said: Record<string, unknown> | null
  outcome: string
}
interface Stopped {
  how: string
  number: number
  seq: number
  by: string
  what: string
  reason?: string
}
type LastMonth = { rules: Record<string, Stopped[]> }

it('one schema is the form, the check and the help of each channel', async () => {
  const { body } = await ana.get<{ channels: Form[]; resources: Form[] }>('/api/v1/forms')
  const ntfy = body.channels.find(one => one.kind === 'ntfy')?.schema
  expect(Object.entries(ntfy?.properties ?? {}).map(([name, of]) => [name, of.title, of.writeOnly ?? false])).toEqual([
    ['server', 'Server', false],
    ['topic', 'Topic', true],
    ['token', 'Access token', true],
  ])
  expect(ntfy?.required).toEqual(['topic'])
  expect(body.resources.map(one => one.kind)).toEqual(['postgres', 'folder'])
})

it('a rule is held as its team sets it, by version, and weaker only with a reason', async () => {
  const set = (rule: string, body: object, by = ana) => by.put(`/api/v1/room-rules/${rule}`, body)
  expect((await set('no-verified-backup', { setting: 'advise' })).body).toMatchObject({
    error: { path: 'reason', message: expect.stringContaining('weaker than "refuse"') as string },
  })
  expect((await set('no-verified-backup', { setting: 'ask', reason: 'We drill without data' })).status).toBe(200)
  expect((await set('no-verified-backup', { setting: 'refuse' })).body).toMatchObject({ was: 'ask' })
  expect((await set('only-the-operator', { setting: 'off', reason: 'x' })).status).toBe(404)
  expect((await set('open-objection', { setting: 'never' })).body).toMatchObject({ error: { path: 'setting' } })
  const rob = await world.person('Rob')
  expect((await set('open-objection', { setting: 'off', reason: 'x' }, rob)).status).toBe(403)
  const { body } = await rob.get<{ history: object[] }>('/api/v1/room-rules/no-verified-backup/history')
  expect(body.history).toMatchObject([
    { version: 2, setting: 'refuse', setBy: 'Ana', reason: null },
    { version: 1, setting: 'ask', setBy: 'Ana', reason: 'We drill without data' },
  ])
})

it('decisions follow the setting at once, and looking back tells what a rule stopped or would have', async () => {
  const made = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Carts are empty',
    severity: 'sev3',
    service: 'default',
  })
  const ask = (command: string, body: object = {}) =>
    ana.post<{ refusal: { code: string } }>(`/api/v1/incidents/${made.body.id}/${command}`, body)
  const propose = { what: 'Repair the carts', intent: 'mitigation', kind: 'complex', touches: ['dir:/nowhere'] }
  await ask('acknowledge')
  await ask('propose-change', propose)
  expect((await ask('apply-change', { change: 'C1' })).body.refusal.code).toBe('no-verified-backup')
  expect((await ask('apply-change', { change: 'C1' })).status).toBe(409)
  await ask('waive', { rule: 'no-verified-backup', change: 'C1', reason: 'Carts are rebuilt each night' })
  world.advance(5_001)
  expect((await ask('apply-change', { change: 'C1' })).status).toBe(200)
  await ana.put('/api/v1/room-rules/no-verified-backup', { setting: 'advise', reason: 'For a week' })
  await ask('propose-change', { ...propose, what: 'Repair them again' })
  expect((await ask('apply-change', { change: 'C2' })).status).toBe(200)
  const { body } = await ana.get<LastMonth>('/api/v1/room-rules/last-month')
  expect(body.rules['no-verified-backup']).toMatchObject([
    { how: 'advised', number: 1, what: 'C2 Repair them again', by: 'Ana' },
    { how: 'waived', what: 'C1 Repair the carts', reason: 'Carts are rebuilt each night' },
    { how: 'refused', by: 'Ana' },
  ])
  expect(body.rules['open-objection']).toEqual([])
})

it('the audit says who changed what, and never a secret', async () => {
  const secrets = ['ntfy-topic-9f3', 'tk_ntfy_token_77', 'postgres://backup:hunter2-db@db-1/shop', 'a sentence is best']
  const [topic, token, url, password] = secrets
  const contacts = [{ channel: 'ntfy', settings: { topic, token } }]
  expect((await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts })).status).toBe(200)
  expect((await ana.put('/api/v1/resources/shop', { kind: 'postgres', url })).status).toBe(200)
  const made = await ana.post<{ id: string; token: string }>(`/api/v1/people/${ana.id}/tokens`, { name: 'deploys' })
  const key = await ana.post<{ key: string }>('/api/v1/integrations', {
    service: 'default',
    kind: 'webhook',
    name: 'Prom',
  })
  const invite = await ana.post<{ url: string }>('/api/v1/invites', { role: 'viewer' })
  const nobody = callerOf(world.url, '', '')
  const join = { invite: invite.body.url.split('#')[1], name: 'Vera', email: 'vera@example.org', password }
  expect((await nobody.post('/api/v1/session', join)).status).toBe(200)
  const wrong = { email: 'vera@example.org', password: 'wrong-guess-12' }
  expect((await nobody.post('/api/v1/session', wrong, { 'idempotency-key': 'k1' })).status).toBe(401)
  const vera = await world.person('Vic', 'viewer')
  expect((await vera.put('/api/v1/services/shop', { name: 'Shop' })).status).toBe(403)
  await ana.put('/api/v1/services/shop', { name: 'Shop', owner: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' })

  const rows = await world.fireline.desk.db.query('select * from audit')
  const whole = JSON.stringify(rows.rows)
  const given = [...secrets, made.body.token, key.body.key, join.invite, 'wrong-guess-12', ana.token, 'ghp_abcdefgh']
  expect(given.filter(secret => whole.includes(secret ?? ''))).toEqual([])

  const find = async (query: string) => (await ana.get<{ lines: Line[] }>(`/api/v1/audit?${query}`)).body.lines
  expect(await find('action=contacts')).toMatchObject([
    {
      by: { name: 'Ana', id: ana.id },
      action: 'PUT /api/v1/people/:person/contacts',
      subject: { person: ana.id },
      said: { contacts: [{ channel: 'ntfy', settings: { topic: '(not shown)', token: '(not shown)' } }] },
      outcome: 'done',
    },
  ])
  expect((await find('action=session')).map(line => [line.by.name, line.outcome])).toEqual([
    ['Nobody', 'wrong-sign-in'],
    ['Vera', 'done'],
  ])
  expect((await find('by=vic')).map(line => [line.action, line.outcome])).toEqual([
    ['PUT /api/v1/services/:slug', 'not-allowed'],
  ])
  expect((await find('action=room-rules'))[0]?.said).toEqual({ setting: 'advise', reason: 'For a week' })
  expect(await find('action=/api/v1/incidents')).toEqual([])
  const first = (await ana.get<{ next: number }>('/api/v1/audit?limit=2')).body
  expect((await find(`limit=2&after=${first.next}`))[0]?.pos).toBeLessThan(first.next)
  expect((await vera.get('/api/v1/audit')).status).toBe(403)
  const authorization = `Bearer ${ana.token}`
  const kept = await fetch(`${world.url}/api/v1/audit/export?action=invites`, { headers: { authorization } })
  expect(kept.headers.get('content-type')).toContain('jsonl')
  expect((JSON.parse(await kept.text()) as Line).said).toEqual({ role: 'viewer' })
})

it('a line of the audit is written with the change or not at all', async () => {
  const before = (await world.fireline.desk.db.query('select 1 from audit')).rowCount
  expect((await ana.put('/api/v1/services/shop', { name: 'Shop', policy: 'none-such' })).status).toBe(400)
  expect((await world.fireline.desk.db.query('select 1 from audit')).rowCount).toBe(before)
})

it('who leaves comes in no more, and somebody stays who may change settings', async () => {
  const cleo = await world.person('Cleo', 'admin')
  expect((await ana.put(`/api/v1/people/${cleo.id}/role`, { role: 'responder' })).status).toBe(200)
  expect((await cleo.put('/api/v1/services/shop', { name: 'Shop' })).status).toBe(403)
  const policy = (id: string) => ({ steps: [{ afterMs: 0, notify: [{ person: id }] }] })
  expect((await ana.put('/api/v1/policies/night', policy(cleo.id))).status).toBe(200)
  expect((await ana.delete(`/api/v1/people/${cleo.id}`)).body).toMatchObject({
    error: { message: 'Cleo is named in the policy "night". Put somebody else there first.' },
  })
  await ana.put('/api/v1/policies/night', policy(ana.id))
  expect((await ana.delete(`/api/v1/people/${cleo.id}`)).status).toBe(200)
  expect((await cleo.get('/api/v1/me')).status).toBe(401)
})
