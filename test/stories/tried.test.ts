import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeAgain } from '../../src/engine/place-again.ts'
import { inTransaction } from '../../src/store/db.ts'
import { startWorld, type World } from '../harness.ts'
import { ended, firing, type Sending, sendingTo } from '../sending.ts'

let world: World
let shop: Sending
let pay: Sending

beforeAll(async () => {
  world = await startWorld()
  shop = await sendingTo(world, 'shop')
  pay = await sendingTo(world, 'pay')
})
afterAll(() => world.stop())

interface Tried {
  reports: number
  isWhole: boolean
  before: { incidents: number; pages: number; suppressed: number }
  after: { incidents: number; pages: number; suppressed: number }
  changes: { title: string; severity: string; before: string; after: string; isMissed: boolean }[]
  changed: number
  missedCriticals: number
}
const tries = async (rules: object, more: object = {}) =>
  (await world.admin.post<Tried>('/api/v1/rules/try', { rules, ...more })).body
const saves = async (rules: object) => {
  const { version } = (await world.admin.get<{ version: number }>('/api/v1/rules')).body
  expect((await world.admin.post('/api/v1/rules', { basedOn: version, rules })).status).toBe(201)
}
const incidents = async () =>
  (await world.admin.get<{ found: number }>('/api/v1/incidents?view=line&limit=1')).body.found
const now = () => world.fireline.desk.clock.at()
const fires = (to: Sending, ...labels: Record<string, string>[]) => {
  const at = now()
  return to.send(...labels.map(one => firing(one, { startsAt: at })))
}
const ends = (to: Sending, ...labels: Record<string, string>[]) => {
  const at = now()
  return to.send(...labels.map(one => ended(one, at, { startsAt: at })))
}

/** In turn with everything that is applied, as the house does it. */
async function lookAgain(): Promise<void> {
  await incidents()
  const { desk } = world.fireline
  await inTransaction(desk.db, async tx => {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline apply', 0))")
    await placeAgain(tx, desk)
  })
}

/** The same numbers on each run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (state >> 8) % sides
  }
}

describe('rules are tried before they are saved', () => {
  it('says what would be quieter, and first which critical ones would be missed; and changes nothing', async () => {
    await fires(shop, { alertname: 'DiskFull', instance: 'a' })
    await fires(pay, { alertname: 'CardsDeclined' })
    await fires(pay, { alertname: 'Slow', severity: 'warning' })
    const match = [{ name: 'alertname', op: '=', value: 'DiskFull' }]
    const tried = await tries({ severities: [{ match, severity: 'info' }] })
    expect(tried).toMatchObject({
      reports: 3,
      isWhole: true,
      before: { incidents: 2, pages: 2, suppressed: 0 },
      after: { incidents: 1, pages: 1, suppressed: 1 },
      missedCriticals: 0,
    })
    expect(tried.changes[0]).toMatchObject({ title: 'DiskFull on a', before: 'pages', isMissed: true })
    const silentPay = await tries({ groups: [{ service: 'pay', by: [], threshold: 5 }] })
    expect(silentPay.changes[0]).toMatchObject({
      title: 'CardsDeclined on the shop',
      severity: 'critical',
      before: 'pages',
      after: expect.stringMatching(/^kept out: 1 of its group so far/) as string,
      isMissed: true,
    })
    expect(silentPay.missedCriticals).toBe(1)
    expect((await world.admin.get<{ version: number }>('/api/v1/rules')).body.version).toBe(0)
    expect(await incidents()).toBe(2)
    await ends(pay, { alertname: 'CardsDeclined' })
    await ends(pay, { alertname: 'Slow', severity: 'warning' })
  })

  it('names the field that is wrong, and looks back at most as long as the log is kept', async () => {
    const wrong = await world.admin.post('/api/v1/rules/try', { rules: { groups: [{ threshold: 1 }] } })
    expect(wrong).toMatchObject({ status: 400, body: { error: { path: 'rules.groups.0.threshold' } } })
    const days = await world.admin.post('/api/v1/rules/try', { rules: {}, days: 8 })
    expect(days).toMatchObject({ status: 400, body: { error: { path: 'days' } } })
    expect((await world.admin.get('/api/v1/rules/try')).body).toEqual({ progress: null })
  })

  it('comes to the same incidents as applying did, whatever came in which order', async () => {
    await saves({
      groups: [
        { service: 'shop', by: ['job'], windowMs: 600_000 },
        { service: 'pay', by: [], threshold: 2, windowMs: 300_000 },
      ],
      inhibitions: [
        {
          source: [{ name: 'alertname', op: '=', value: 'Down' }],
          target: [{ name: 'alertname', op: '=', value: 'Errors' }],
          equal: ['job'],
        },
      ],
      flapping: { changes: 6, withinMs: 600_000 },
      reopenWithinMs: 120_000,
    })
    world.advance(8 * 24 * 3_600_000)
    const before = await incidents()
    const roll = dice(20_261_128)
    const names = ['Down', 'Errors', 'Slow'] as const
    const some = () => ({
      alertname: names[roll(3)] ?? 'Down',
      job: `j${roll(2)}`,
      instance: `i${roll(2)}`,
      severity: ['critical', 'error', 'warning'][roll(3)] ?? 'error',
    })
    for (let n = 0; n < 35; n++) {
      const to = roll(2) === 0 ? shop : pay
      await (roll(2) === 0 ? fires(to, some(), some(), some()) : ends(to, some(), some()))
      // No sum of these comes near a bound of a rule: a busy machine is some seconds late.
      world.advance(roll(11) * 19_000)
      // What the house does each second; here a second is minutes long.
      await lookAgain()
    }
    await fires(shop, { alertname: 'Last' })
    const opened = (await incidents()) - before
    const tried = await tries((await world.admin.get<{ rules: object }>('/api/v1/rules')).body.rules)
    expect(opened).toBeGreaterThan(5)
    expect(tried.before.incidents).toBe(opened)
    expect(tried.before).toEqual(tried.after)
    expect(tried.changed).toBe(0)
    expect(world.errors).toEqual([])
  })
})
