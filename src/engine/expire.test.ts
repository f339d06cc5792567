import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, until, type World } from '../../test/harness.ts'
import type { AlertShown } from '../store/alerts.ts'
import type { AcceptLog, Incoming } from './accept.ts'
import { expiring } from './expire.ts'
import { tableLog } from './table-log.ts'

let world: World
let key: { id: string; url: string }

beforeAll(async () => {
  world = await startWorld()
  const asked = { service: 'default', kind: 'prometheus', name: 'prometheus' }
  key = (await world.admin.post<typeof key>('/api/v1/integrations', asked)).body
})
afterAll(() => world.stop())

const startsAt = '2026-01-31T02:00:00Z'

async function tell(alertname: string, more: { endsAt?: string; startsAt?: string } = {}) {
  const answer = await fetch(`${key.url}/api/v2/alerts`, {
    method: 'POST',
    body: JSON.stringify([{ labels: { alertname, severity: 'critical' }, startsAt, ...more }]),
  })
  expect(answer.status).toBe(200)
  // A read sees everything that was answered before it.
  expect(await named(alertname)).toBeDefined()
}

async function named(alertname: string) {
  const { body } = await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${key.id}`)
  return body.alerts.find(alert => alert.labels['alertname'] === alertname)
}
const resolved = (alertname: string) =>
  until(async () => {
    const alert = await named(alertname)
    return alert?.status === 'resolved' && alert
  }, `${alertname} to end`)

/** Accepted, and applied at once: whatever comes through a door wakes the applier. */
async function acceptNow(incoming: Incoming) {
  const accepted = await tableLog(world.fireline.desk).accept(incoming)
  await tell('Waking')
  return accepted
}

/** A Fireline that starts now, as far as silent senders go; `ended` is what it takes for over. */
function starting(desk = world.fireline.desk) {
  const ended: string[] = []
  const log: AcceptLog = {
    ...tableLog(world.fireline.desk),
    async accept(incoming) {
      ended.push(incoming.body)
      return acceptNow(incoming)
    },
  }
  return { look: expiring(desk, log, { applied: async () => {} }), ended }
}

test('an alert that nobody tells again is over at its end, and one without an end after five minutes', async () => {
  const fireline = starting()
  const endsAt = new Date(world.fireline.desk.clock.now().getTime() + 240_000).toISOString()
  await tell('Told', { endsAt })
  await tell('Endless')
  world.advance(302_000)
  await fireline.look()
  expect(await resolved('Told')).toMatchObject({ endedAt: endsAt })
  const { incident } = await resolved('Endless')
  expect((await world.admin.get(`/api/v1/incidents/${incident}`)).body).toMatchObject({
    status: 'resolved',
    resolvedHow: 'recovered',
  })
})

test('told again after that it fires at once, though it began before: silence is not a late copy', async () => {
  const before = await named('Told')
  await tell('Told')
  const again = await named('Told')
  expect(again).toMatchObject({ status: 'firing', endedAt: null })
  expect(again?.incident).not.toBe(before?.incident)
})

test('after a start, and after a time without a database, every sender has five minutes to be heard again', async () => {
  await tell('Waiting')
  world.advance(290_000)
  const restarted = starting()
  let isAway = true
  const { desk } = world.fireline
  const query = (...asked: Parameters<typeof desk.db.query>) =>
    isAway ? Promise.reject(new Error('away')) : desk.db.query(...asked)
  const cutOff = starting({ ...desk, db: Object.assign(Object.create(desk.db), { query }) as typeof desk.db })
  world.advance(20_000)
  await restarted.look()
  expect(restarted.ended).toEqual([])
  world.advance(281_000)
  await cutOff.look()
  isAway = false
  await cutOff.look()
  expect(cutOff.ended).toEqual([])
  await restarted.look()
  await resolved('Waiting')
})

test('one that was told again in the meantime does not end', async () => {
  await tell('Back')
  const alert = await named('Back')
  const body = JSON.stringify({ alerts: [], expired: [alert?.fingerprint] })
  const { receipt } = await acceptNow({ integration: key.id, source: 'expired', body })
  const results = await until(
    async () => (await tableLog(world.fireline.desk).receipt(receipt))?.results,
    'it to be applied',
  )
  expect(results).toEqual([])
  expect(await named('Back')).toMatchObject({ status: 'firing' })
})
