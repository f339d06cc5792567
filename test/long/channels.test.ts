import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { channelCases } from '../contracts/channel-cases.ts'
import { Ledger } from '../fakes/ledger.ts'
import { type Fault, faults, type Misbehaving, startMisbehaving } from '../fakes/misbehaving.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { keepMeasured } from '../killed/measured.ts'
import { proofSize } from '../proof-size.ts'

/** So often each, all at once. */
const times = proofSize('F17')
const nextWithinMs = 30_000
const kinds = Object.keys(channelCases)

/** After these it is tried on, and comes through once the receiver is well again. */
const passing: readonly Fault[] = ['has trouble', 'has too much', 'is too slow to read', 'hangs', 'resets', 'drips']
const taken: readonly Fault[] = ['takes it and resets', 'never stops talking']

const ledger = new Ledger()
let world: World
let receiver: Misbehaving
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ana: Caller
let slowestMs = 0
let proven = 0

beforeAll(async () => {
  ;[receiver, smtp] = await Promise.all([startMisbehaving(), startSmtp(ledger)])
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
})
afterAll(async () => {
  ledger.ignore('each round reads its own')
  await world.stop()
  await Promise.all([receiver.stop(), smtp.stop()])
  const size = `${kinds.length} channels, ${faults.length} misbehaviours, ${times} of each at once`
  const result = `${proven} of ${kinds.length * faults.length} kept the contract; the next channel after ${Math.round(slowestMs)} ms at the latest`
  keepMeasured({ fault: 'F17', size, result })
})

const open: Is[] = []
/** What failed leaves nothing behind that could ring in the next one. */
afterEach(async () => {
  receiver.healed.clear()
  for (const is of open.splice(0)) await over(is)
})

/** No call is under way: a clock that is moved meanwhile would take its lease, and in doubt it is sent again. */
const atRest = () =>
  until(
    async () => {
      const { desk } = world.fireline
      const under = `select 1 from obligation where kind = 'call' and state = 'owed' and lease_until > $1 limit 1`
      return (await desk.db.query(under, [desk.clock.now()])).rowCount === 0
    },
    'no call to be under way',
    nextWithinMs,
  )

interface Is {
  id: string
  title: string
}
interface Page {
  channel: string
  state: string
  attempts: { answer: string }[]
}

const caseOf = (kind: string, fault: Fault | 'nothing') => {
  const found = channelCases[kind]
  if (!found) throw new Error(`${kind} is not held to the contract`)
  return found(receiver.at(fault))
}

/** What becomes of a page there; what passes is tried on, and is owed as long as it does. */
function becomes(fault: Fault): string | undefined {
  if (passing.includes(fault)) return undefined
  if (taken.includes(fault)) return 'handed over'
  return fault === 'refuses' || fault === 'speaks wrong TLS' ? 'owed' : 'failed'
}

async function reachedBy(kind: string, fault: Fault | 'nothing'): Promise<void> {
  const { settings, account } = caseOf(kind, fault)
  const over = kind === 'sms-gateway' ? 'gateway' : 'twilio'
  if (account) expect((await world.admin.put(`/api/v1/channel-accounts/${over}`, account)).status).toBe(200)
  const contacts = [{ channel: kind, settings }]
  expect((await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts })).status).toBe(200)
}

async function declare(title: string): Promise<Is> {
  const asked = { title, severity: 'sev2', service: 'default' }
  const is = { title, id: (await world.admin.post<{ id: string }>('/api/v1/incidents', asked)).body.id }
  open.push(is)
  return is
}
const pagesOf = async (is: Is) =>
  (await world.admin.get<{ pages: Page[] }>(`/api/v1/incidents/${is.id}/pages`)).body.pages
const over = (is: Is) => world.admin.post(`/api/v1/incidents/${is.id}/resolve`, {})

/** How often this incident came to a receiver that behaves. */
const arrived = (kind: string, is: Is, from: number) =>
  receiver.heard
    .slice(from)
    .filter(one => one.fault === 'nothing' && caseOf(kind, 'nothing').reads(one).includes(is.title))

test.for(kinds.flatMap(kind => faults.map(fault => ({ kind, fault }))))(
  '$kind, a receiver that $fault',
  async ({ kind, fault }) => {
    await reachedBy(kind, fault)
    const from = receiver.heard.length
    const all = await Promise.all(
      Array.from({ length: times }, (_, n) => declare(`${kind} ${faults.indexOf(fault)} ${n}`)),
    )
    const isTaken = taken.includes(fault)
    const begun = performance.now()
    for (const is of all) {
      const mailed = () => ledger.sent.filter(one => one.over === 'smtp' && one.what.includes(is.title))
      if (!isTaken) await until(() => mailed().length > 0, `a mail instead of ${is.title}`, nextWithinMs)
      const [first] = await until(
        async () => {
          const pages = await pagesOf(is)
          const isTold = (pages[0]?.attempts.length ?? 0) > 0 && pages[0]?.state === (becomes(fault) ?? pages[0]?.state)
          return isTold && pages
        },
        `the answer for ${is.title}, and that its page is ${becomes(fault) ?? 'tried'}`,
        nextWithinMs,
      )
      expect(mailed()).toHaveLength(isTaken ? 0 : 1)
      for (const secret of caseOf(kind, fault).hidden) expect(JSON.stringify(first)).not.toContain(secret)
    }
    if (!isTaken) slowestMs = Math.max(slowestMs, Math.round(performance.now() - begun))
    if (passing.includes(fault)) {
      await atRest()
      receiver.healed.add(fault)
      world.advance(60_000)
      for (const is of all) {
        await until(() => arrived(kind, is, from).length > 0, `${is.title} to come through`, nextWithinMs)
        expect(arrived(kind, is, from)).toHaveLength(1)
      }
      receiver.healed.delete(fault)
    }
    for (const is of all) await over(is)
    expect(receiver.heard.map(one => one.path)).not.toContain('/inside')
    proven += 1
  },
)

test.for(kinds)('%s, down for an hour: what still matters comes through within a minute of its return', async kind => {
  await reachedBy(kind, 'has trouble')
  const from = receiver.heard.length
  const [is, past] = [await declare(`${kind} for an hour`), await declare(`${kind} is past`)]
  await until(async () => (await pagesOf(past))[0]?.attempts.length, 'the first try')
  await over(past)
  for (let minute = 1; minute <= 60; minute++) {
    await atRest()
    const before = receiver.heard.length
    world.advance(60_000)
    await until(() => receiver.heard.length > before, `a try in minute ${minute}`)
  }
  await atRest()
  receiver.healed.add('has trouble')
  world.advance(60_000)
  await until(() => arrived(kind, is, from).length > 0, `${is.title} to come through`)
  expect(arrived(kind, past, from)).toEqual([])
  receiver.healed.delete('has trouble')
  await over(is)
  expect(world.errors).toEqual([])
})

test.for([451, 550, 'hang'] as const)(
  'mail, a server that answers %s: the next channel, and once again where it passes',
  async fault => {
    const { settings } = caseOf('ntfy', 'nothing')
    const contacts = [
      { channel: 'mail', settings: {} },
      { channel: 'ntfy', settings },
    ]
    expect((await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts })).status).toBe(200)
    for (let n = 0; n < times; n++) {
      const from = receiver.heard.length
      smtp.misbehave.push(fault)
      const is = await declare(`mail ${fault} ${n}`)
      await until(() => arrived('ntfy', is, from).length > 0, `a push instead of ${is.title}`, nextWithinMs)
      world.advance(60_000)
      const mailed = () => ledger.sent.filter(one => one.over === 'smtp' && one.what.includes(is.title)).length
      if (fault !== 550) await until(() => mailed() > 0, `the mail of ${is.title}`, nextWithinMs)
      expect(mailed()).toBe(fault === 550 ? 0 : 1)
      await over(is)
    }
  },
)
