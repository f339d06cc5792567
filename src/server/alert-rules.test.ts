import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, until, type World } from '../../test/harness.ts'
import { ended, firing, type Sending, sendingTo } from '../../test/sending.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

const minuteMs = 60_000
const is = (name: string, value: string) => ({ name, op: '=', value })

interface Saved {
  version: number
  by: string | null
  reason: string | null
  rules: { routes: unknown[]; inhibitions: unknown[] }
}

/** Puts these rules in place of what stands. */
async function rules(body: object): Promise<Saved> {
  const { body: stands } = await world.admin.get<Saved>('/api/v1/rules')
  const saved = await world.admin.post<Saved>('/api/v1/rules', { basedOn: stands.version, rules: body })
  expect(saved.status, JSON.stringify(saved.body)).toBe(201)
  return saved.body
}

/** Later firings of the same alert start later. */
const atMinute = (minute: number) => ({ startsAt: new Date(Date.UTC(2026, 0, 31, 3, minute)).toISOString() })
const overAt = (minute: number) => new Date(Date.UTC(2026, 0, 31, 3, minute)).toISOString()

const incidentOf = async (sending: Sending, instance: string) =>
  (await sending.alerts()).find(alert => alert.labels['instance'] === instance)?.incident
const seen = async (incident: string | undefined) =>
  (await world.admin.get<{ status: string; stillFiring?: number }>(`/api/v1/incidents/${incident}`)).body
const entriesOf = async (incident: string | undefined, type: string) =>
  (
    await world.admin.get<{ entries: { type: string; data: Record<string, unknown> }[] }>(
      `/api/v1/incidents/${incident}/timeline`,
    )
  ).body.entries.filter(entry => entry.type === type)

test('rules are one document with versions, and what somebody saved meanwhile is not lost unseen', async () => {
  const first = (await world.admin.get<Saved>('/api/v1/rules')).body
  expect(first).toMatchObject({ version: 0, by: null, rules: { routes: [], inhibitions: [{ equal: ['namespace'] }] } })
  const body = { basedOn: 0, rules: { reopenWithinMs: 60_000 }, reason: 'we resolve too early' }
  expect((await world.admin.post<Saved>('/api/v1/rules', body)).body).toMatchObject({ version: 1, by: 'admin' })
  const stale = await world.admin.post<{ refusal: { code: string; message: string; next: object[] } }>(
    '/api/v1/rules',
    body,
  )
  expect([stale.status, stale.body.refusal.code]).toEqual([409, 'rules-changed'])
  expect(stale.body.refusal.message).toContain('Version 1 stands, saved by admin')
  expect(stale.body.refusal.next).toMatchObject([{ body: { basedOn: 1 } }])
  const { versions } = (await world.admin.get<{ versions: Saved[] }>('/api/v1/rules/versions')).body
  expect(versions).toMatchObject([{ version: 1, reason: 'we resolve too early' }])
  const audit = (await world.admin.get<{ lines: { action: string }[] }>('/api/v1/audit')).body
  expect(JSON.stringify(audit)).toContain('POST /api/v1/rules')
})

test('two who save at the same time: one of them is told', async () => {
  const { version } = (await world.admin.get<Saved>('/api/v1/rules')).body
  const save = () => world.admin.post('/api/v1/rules', { basedOn: version, rules: {} })
  const answers = await Promise.all([save(), save(), save()])
  expect(answers.map(answer => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
})

test.for([
  [{ routes: [{ match: [is('a', 'b')], service: 'nobody-knows' }] }, 'rules.routes.0.service'],
  [{ groups: [{ service: 'nobody-knows' }] }, 'rules.groups.0.service'],
  [{ routes: [{ match: [{ name: 'a', op: '~', value: 'b' }], service: 'default' }] }, 'rules.routes.0.match.0.op'],
  [{ severities: [{ match: [is('a', 'b')], severity: 'loud' }] }, 'rules.severities.0.severity'],
  [{ inhibitions: [{ source: [is('a', 'b')] }] }, 'rules.inhibitions.0.target'],
  [{ flapping: { changes: 1, withinMs: 60_000 } }, 'rules.flapping.changes'],
  [{ reopenWithinMs: 1 }, 'rules.reopenWithinMs'],
] as const)('wrong rules are refused by the name of the field: %s', async ([wrong, path]) => {
  const { version } = (await world.admin.get<Saved>('/api/v1/rules')).body
  const answer = await world.admin.post<{ error: { path: string } }>('/api/v1/rules', {
    basedOn: version,
    rules: wrong,
  })
  expect([answer.status, answer.body.error.path]).toEqual([400, path])
  expect((await world.admin.get<Saved>('/api/v1/rules')).body.version).toBe(version)
})

test('who only responds reads the rules and does not write them', async () => {
  const rob = await world.person('Rob')
  expect((await rob.get('/api/v1/rules')).status).toBe(200)
  expect((await rob.post('/api/v1/rules', { basedOn: 0, rules: {} })).status).toBe(403)
})

test('an alert joins only within the window of the last one; the older incident stays as it is', async () => {
  const slow = await sendingTo(world, 'slow')
  await rules({ groups: [{ service: 'slow', windowMs: 10 * minuteMs }] })
  const [a] = await slow.send(firing({ instance: 'a' }))
  world.advance(9 * minuteMs)
  expect(await slow.send(firing({ instance: 'b' }))).toMatchObject([{ outcome: 'joined', incident: a?.incident }])
  world.advance(9 * minuteMs)
  expect(await slow.send(firing({ instance: 'c' }))).toMatchObject([{ outcome: 'joined', incident: a?.incident }])
  world.advance(10 * minuteMs + 1_000)
  const [d] = await slow.send(firing({ instance: 'd' }))
  expect(d).toMatchObject({ outcome: 'created' })
  expect(await slow.send(firing({ instance: 'e' }))).toMatchObject([{ outcome: 'joined', incident: d?.incident }])
  expect((await seen(a?.incident)).status).toBe('open')
})

test('a group opens an incident once enough of its alerts fire within the window, and all of them come in', async () => {
  const many = await sendingTo(world, 'many')
  await rules({ groups: [{ service: 'many', by: ['cluster'], threshold: 3, windowMs: 5 * minuteMs }] })
  const node = (instance: string, more: object = {}) => firing({ instance, cluster: 'eu' }, more)
  expect(await many.send(node('a'))).toMatchObject([{ outcome: 'suppressed', rule: 'threshold' }])
  world.advance(6 * minuteMs)
  expect(await many.send(node('b'))).toMatchObject([{ outcome: 'suppressed', rule: 'threshold' }])
  const others = await many.send(firing({ instance: 'x', cluster: 'us' }), node('b'))
  expect(others.map(one => one.rule)).toEqual(['threshold', 'threshold'])
  const last = await many.send(node('c'), node('d'))
  expect(last.map(one => one.outcome).toSorted((a, b) => a.localeCompare(b))).toEqual(['created', 'joined'])
  const eu = (await many.alerts()).filter(alert => alert.labels['cluster'] === 'eu')
  expect(eu.map(alert => [alert.incident, alert.suppressed])).toEqual(eu.map(() => [last[0]?.incident, undefined]))
  expect(eu).toHaveLength(4)
  expect((await many.alerts()).find(alert => alert.labels['cluster'] === 'us')).toMatchObject({
    suppressed: { rule: 'threshold' },
  })
})

test('what waits for others comes in with the next one when a person declared meanwhile', async () => {
  const few = await sendingTo(world, 'few')
  await rules({ groups: [{ service: 'few', threshold: 5 }] })
  expect(await few.send(firing({ instance: 'a' }))).toMatchObject([{ rule: 'threshold' }])
  const declared = await world.admin.post<{ id: string }>('/api/v1/incidents', {
    title: 'odd',
    severity: 'sev3',
    service: 'few',
  })
  expect(await few.send(firing({ instance: 'b' }))).toMatchObject([{ outcome: 'joined', incident: declared.body.id }])
  expect(await incidentOf(few, 'a')).toBe(declared.body.id)
})

test('a source that fires mutes its targets, in one body too, and what still fires comes in when it ends', async () => {
  const net = await sendingTo(world, 'net')
  const rule = { source: [is('alertname', 'SwitchDown')], target: [is('alertname', 'HostDown')], equal: ['rack'] }
  await rules({ inhibitions: [rule] })
  const down = { alertname: 'SwitchDown', rack: 'r1' }
  const host = (instance: string) => ({ alertname: 'HostDown', rack: 'r1', instance })
  const [muted, source] = await net.send(firing(host('h1')), firing(down))
  expect(source).toMatchObject({ outcome: 'created' })
  expect(muted).toMatchObject({ outcome: 'suppressed', rule: 'inhibited', inhibitedBy: source?.alert })
  expect(await net.send(firing(host('h2')))).toMatchObject([{ rule: 'inhibited', inhibitedBy: source?.alert }])
  expect(await net.send(firing({ ...host('h3'), rack: 'r2' }))).toMatchObject([{ outcome: 'joined' }])
  const other = await sendingTo(world, 'other-net')
  expect(await other.send(firing(host('h4')))).toMatchObject([{ outcome: 'created' }])
  await net.send(ended(host('h1')))
  await net.send(ended(down))
  await until(() => incidentOf(net, 'h2'), 'h2 came in')
  expect(await incidentOf(net, 'h1')).toBeUndefined()
})

test('rules that come while something fires count for it: who mutes, and what is kept out no more', async () => {
  const late = await sendingTo(world, 'late')
  await late.send(firing({ alertname: 'DbDown' }), firing({ instance: 'listed', severity: 'info' }))
  const rule = { source: [is('alertname', 'DbDown')], target: [is('alertname', 'AppSlow')], equal: ['service'] }
  const saved = { inhibitions: [rule], severities: [{ match: [is('instance', 'listed')], severity: 'critical' }] }
  await rules(saved)
  await until(() => incidentOf(late, 'listed'), 'what was only listed came in')
  expect(await late.send(firing({ alertname: 'AppSlow' }))).toMatchObject([{ rule: 'inhibited' }])
})

test('an alert that goes up and down has one incident, is said to flap, and ends once it was steady', async () => {
  const door = await sendingTo(world, 'door')
  await rules({ flapping: { changes: 3, withinMs: 10 * minuteMs } })
  const up = (minute: number) => door.send(firing({ instance: 'a' }, atMinute(minute)))
  const down = (minute: number) => door.send(ended({ instance: 'a' }, overAt(minute), atMinute(minute - 1)))
  const [first] = await up(0)
  expect(await down(1)).toMatchObject([{ outcome: 'resolved' }])
  const [second] = await up(2)
  expect(second).toMatchObject({ outcome: 'created' })
  expect(second?.incident).not.toBe(first?.incident)
  expect(await down(3)).toMatchObject([{ outcome: 'suppressed', rule: 'flapping', incident: second?.incident }])
  expect(await seen(second?.incident)).toMatchObject({ status: 'open' })
  expect(await entriesOf(second?.incident, 'AlertFlaps')).toMatchObject([{ data: { changes: 4 } }])
  expect(await up(4)).toMatchObject([{ outcome: 'suppressed', rule: 'flapping', incident: second?.incident }])
  await door.send(firing({ instance: 'b' }), ended({ instance: 'b' }))
  expect(await down(5)).toMatchObject([{ rule: 'flapping' }])
  expect(await seen(second?.incident)).toMatchObject({ status: 'open' })
  expect(await entriesOf(second?.incident, 'AlertFlaps')).toHaveLength(1)
  world.advance(10 * minuteMs + 1_000)
  await until(async () => (await seen(second?.incident)).status === 'resolved', 'steady, it is over')
  expect((await up(30))[0]).toMatchObject({ outcome: 'created' })
})

test('by the rule an incident is opened again by the same trouble soon after; without it a new one is opened', async () => {
  const cart = await sendingTo(world, 'cart')
  await rules({ reopenWithinMs: 15 * minuteMs })
  const [first] = await cart.send(firing({ instance: 'a' }))
  await cart.send(ended({ instance: 'a' }))
  expect(await seen(first?.incident)).toMatchObject({ status: 'resolved' })
  const [again] = await cart.send(firing({ instance: 'b' }, atMinute(0)))
  expect(again).toMatchObject({ outcome: 'joined', incident: first?.incident })
  expect(await seen(first?.incident)).toMatchObject({ status: 'open' })
  expect(await entriesOf(first?.incident, 'Reopened')).toHaveLength(1)
  await cart.send(ended({ instance: 'b' }, overAt(1)))
  world.advance(15 * minuteMs + 1_000)
  expect(await cart.send(firing({ instance: 'c' }, atMinute(20)))).toMatchObject([{ outcome: 'created' }])
  await cart.send(ended({ instance: 'c' }, overAt(21)))
  const [other] = await cart.send(firing({ alertname: 'Other', instance: 'c' }, atMinute(22)))
  expect(other).toMatchObject({ outcome: 'created' })
})

test('what fires on a watched service comes in when the service is switched live', async () => {
  const fresh = await sendingTo(world, 'fresh', { mode: 'watch-only' })
  expect(await fresh.send(firing({ instance: 'a' }))).toMatchObject([{ outcome: 'suppressed', rule: 'watch-only' }])
  await world.admin.put('/api/v1/services/fresh', { name: 'fresh', mode: 'live' })
  await until(() => incidentOf(fresh, 'a'), 'it came in')
  expect(world.errors).toEqual([])
})
