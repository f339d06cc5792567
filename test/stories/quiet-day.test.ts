import { afterAll, beforeAll, expect, test } from 'vitest'
import { isToPlaceAgain } from '../../src/store/placing.ts'
import { startHttp } from '../fakes/http.ts'
import { Ledger } from '../fakes/ledger.ts'
import {
  apiErrorBudgetBurn,
  info,
  infoInhibitor,
  standingWarnings,
  told,
  volumeFillingUp,
  watchdog,
} from '../fixtures/kube-prometheus.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Sending, type Sent, sendingTo } from '../sending.ts'

const ledger = new Ledger()
const minuteMs = 60_000
let hook: Awaited<ReturnType<typeof startHttp>>
let world: World
let ana: Caller
let cluster: Sending
beforeAll(async () => {
  hook = await startHttp(ledger)
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana')
  const settings = { url: `${hook.url}/call`, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }
  expect(
    (await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts: [{ channel: 'webhook', settings }] })).status,
  ).toBe(200)
  cluster = await sendingTo(world, 'default')
})
afterAll(async () => {
  await world.stop()
  await hook.stop()
})

const now = () => world.fireline.desk.clock.at()

/** Until everything that is due by now was done. */
const settled = () =>
  until(async () => {
    const { db, clock } = world.fireline.desk
    const { rows } = await db.query(`select 1 from obligation where state = 'owed' and due_at <= $1 limit 1`, [
      clock.now(),
    ])
    return rows.length === 0 && !(await isToPlaceAgain(db, clock.at()))
  }, 'nothing is due')

async function pass(minutes: number): Promise<void> {
  world.advance(minutes * minuteMs)
  await settled()
}

/** Who is on call acknowledges what burns, and does no more. */
async function acknowledge(one: Sent | undefined): Promise<void> {
  await settled()
  expect((await ana.post(`/api/v1/incidents/${one?.incident}/acknowledge`)).status).toBe(200)
}

/** What the calls were about: their reason, as the person reads it. */
const calls = () =>
  ledger.takeNew().map(({ body }) => (JSON.parse(body) as { data: { lines: string[] } }).data.lines.join(' '))

test('the stock rules of kube-prometheus for a day, with a dozen standing warnings and two criticals, are two pages', async () => {
  const began = now()
  const standing = [watchdog, infoInhibitor, ...info, ...standingWarnings].map(alert => told(alert, began))
  const critical = new Map([
    [3, volumeFillingUp],
    [14, apiErrorBudgetBurn],
  ])
  for (let hour = 0; hour < 24; hour++) {
    const [beat, source, muted, listed] = await cluster.send(...standing)
    expect([beat, source, muted, listed].map(one => one?.rule)).toEqual([
      'heartbeat',
      'severity-none',
      'inhibited',
      'severity-info',
    ])
    const alert = critical.get(hour)
    if (alert) {
      const startsAt = now()
      const [one] = await cluster.send(told(alert, startsAt))
      await acknowledge(one)
      await pass(20)
      await cluster.send(told(alert, startsAt, now()))
    }
    await pass(alert ? 40 : 60)
  }
  expect(calls()).toEqual([
    expect.stringContaining('this fired: PersistentVolume is filling up.'),
    expect.stringContaining('this fired: The API server is burning too much error budget.'),
  ])
  const { body } = await ana.get<{ incidents: object[] }>('/api/v1/incidents')
  expect(body.incidents).toMatchObject([{ status: 'open', unrouted: true }])
  expect(world.errors).toEqual([])
})

test('and a critical that nobody acknowledged is called no more once it recovered beside the warnings', async () => {
  const startsAt = now()
  await cluster.send(told(watchdog, startsAt), told(volumeFillingUp, startsAt))
  await pass(1)
  await cluster.send(told(volumeFillingUp, startsAt, now()))
  await pass(60)
  expect(calls()).toEqual([expect.stringContaining('this fired: PersistentVolume is filling up.')])
})
