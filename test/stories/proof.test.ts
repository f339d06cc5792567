import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOutside } from '../../src/channels.ts'
import type { AcceptLog } from '../../src/engine/accept.ts'
import { canary, oweCanary, performCanary } from '../../src/engine/canary.ts'
import { health } from '../../src/engine/health.ts'
import { newId } from '../../src/engine/id.ts'
import { beat } from '../../src/engine/outside-heartbeat.ts'
import type { Owed } from '../../src/engine/perform.ts'
import { loopback } from '../../src/integrations/loopback/loopback.ts'
import { readSettings } from '../../src/settings.ts'
import { atTerminal } from '../at-terminal.ts'
import { type HttpFake, startHttp } from '../fakes/http.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
const minute = 60_000
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let operators: HttpFake
let ana: Caller

beforeAll(async () => {
  ;[smtp, operators] = await Promise.all([startSmtp(ledger), startHttp(ledger)])
  const env = {
    FIRELINE_SMTP_URL: smtp.url,
    FIRELINE_ALLOW_PRIVATE: '127.0.0.1',
    FIRELINE_FALLBACK_URL: `${operators.url}/operators`,
    FIRELINE_FALLBACK_SECRET: 'whsec_b3BlcmF0b3JzIG9mIHRoaXMgaG91c2U=',
  }
  world = await startWorld(env, { ledger })
  ana = await world.person('Ana', 'responder', 'ana@example.org')
})
afterAll(async () => {
  await world.stop()
  await Promise.all([smtp.stop(), operators.stop()])
})

interface Promised {
  ok: boolean
  why: string[]
  late: { number: number; says: string }[]
  fallback: { is: string; last: { said: string } | null }
}

const sql = async <T extends object>(text: string, values: unknown[] = []) =>
  (await world.fireline.desk.db.query<T>(text, values)).rows
const promise = async () => (await ana.get<Promised>('/api/v1/promise')).body
const isGreen = async () => (await world.admin.get('/health/promise')).status === 200
const pagesOf = async (incident: string) =>
  (await ana.get<{ pages: { state: string }[] }>(`/api/v1/incidents/${incident}/pages`)).body.pages
/** While the policy is spoilt, whatever else reads it in that time says so too. */
const complaints = () => world.errors.filter(said => !said.startsWith('the look for shifts that begin failed'))
const mails: Sent[] = []
const next = (what: string, over: Sent['over']) =>
  until(() => {
    mails.push(...ledger.takeNew())
    const found = mails.findIndex(one => one.over === over)
    return found === -1 ? undefined : mails.splice(found, 1)[0]
  }, what)
const toldBy = (sent: Sent) => JSON.parse(sent.body) as { data: { headline: string; lines: string[] } }

describe('the promise', () => {
  it('is kept by canaries that go a page’s whole way and leave no row behind', async () => {
    await until(isGreen, 'the first canary')
    expect(await atTerminal(world, ana, 'promise')).toMatch(/^Green: /)
    const { desk } = world.fireline
    const rows = async () => {
      const counted = ['incident', 'entry', 'incident_head', 'open_group', 'obligation', 'attempt', 'button']
      const counts = counted.map(name => `select '${name}' as name, count(*) as rows from "${name}"`)
      return sql(counts.join(' union all '))
    }
    const isOver = async () =>
      (await sql(`select 1 from obligation where kind = 'canary' and state = 'owed'`)).length === 0
    const before = await until(async () => (await isOver()) && rows(), 'a still house')
    for (let n = 0; n < 5; n++) {
      await oweCanary(desk, desk.db)
      desk.wake()
      await until(isOver, 'the canary')
    }
    expect(
      await sql(`select outcome, answer from attempt join obligation on id = obligation where kind = 'canary'`),
    ).toEqual([{ outcome: 'delivered', answer: 'came through' }])
    expect(await rows()).toEqual(before)
  })

  it('does not let a canary through where a page would get stuck', async () => {
    const { desk } = world.fireline
    await sql(`insert into policy (slug, spec) values ('default', '{"steps": "spoilt"}')`)
    await oweCanary(desk, desk.db)
    desk.wake()
    await until(
      async () =>
        (
          await sql(
            `select 1 from attempt join obligation on id = obligation where kind = 'canary' and outcome = 'failed'`,
          )
        ).length > 0,
      'the canary to fall',
    )
    await sql(`delete from policy where slug = 'default'`)
  })

  it('keeps the outside heartbeat silent while pages stop, so that whoever listens out there wakes somebody', async () => {
    const { desk } = world.fireline
    const outside = openOutside(
      readSettings({ FIRELINE_DATA: world.dataDir, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }),
      () => world.url,
    )
    let ms = 0
    const flown = canary(() => ms)
    const audited = { late: [], agoMs: 0, incidents: 0, overdue: 0 }
    const looks = { flown, auditor: { last: () => audited }, nodes: () => [] }
    const well = health(desk, looks, {} as AcceptLog, [])
    const fly = performCanary(outside, loopback(flown.came), flown)
    // A minute goes by: three canaries fly, then the outside is told, or it is not.
    const minuteGoesBy = async () => {
      for (let n = 0; n < 3; n++) {
        ms += 20_000 + 1
        const owed = { id: newId(desk.clock.now()), kind: 'canary', mayStillSend: () => true } as Owed<'canary'>
        await fly(owed, desk, AbortSignal.timeout(5_000))
      }
      world.advance(minute)
      await beat(desk, outside, well)
      return ledger.takeNew().filter(one => one.what === '/ping').length
    }
    const set = await world.admin.post('/api/v1/outside-heartbeat', { url: `${operators.url}/ping` })
    expect(set.status).toBe(200)
    await until(() => ledger.takeNew().some(one => one.what === '/ping'), 'the first one')
    expect(await minuteGoesBy()).toBe(1)
    await sql(`insert into policy (slug, spec) values ('default', '{"steps": "spoilt"}')`)
    expect(await minuteGoesBy()).toBe(0)
    expect(well.promise().why).toEqual(['no canary alert came through within the last minute: pages may not leave'])
    expect(await minuteGoesBy()).toBe(0)
    await sql(`delete from policy where slug = 'default'`)
    expect(await minuteGoesBy()).toBe(1)
    await world.admin.delete('/api/v1/outside-heartbeat')
  })

  it('goes red a minute after a step that nobody took, tells the operators once by a way of their own, and once when it is over', async () => {
    world.advance(2 * minute)
    await until(isGreen, 'green')
    const declared = { title: 'Shop is slow', severity: 'sev2', service: 'default' }
    const is = (await world.admin.post<{ id: string; number: number }>('/api/v1/incidents', declared)).body
    const page = await next('the page', 'smtp')
    expect(page.to).toBe('ana@example.org')
    const link = /http:\/\/\S+\/a\/[-_A-Za-z0-9]{43}/.exec(page.body)?.[0] ?? ''
    expect(await (await fetch(link)).text()).not.toContain('Pages may not leave')
    await until(async () => (await pagesOf(is.id))[0]?.state === 'handed over', 'the answer to be noted')
    const timer = `delete from obligation where kind = 'ask' and state = 'owed' and key like 'escalate:%' returning id`
    await until(async () => (await sql(timer)).length > 0, 'the next step, to lose it')

    world.advance(5 * minute)
    expect(await isGreen()).toBe(true)
    world.advance(minute + 1_000)
    await until(async () => !(await isGreen()), 'red')
    expect(await promise()).toMatchObject({
      ok: false,
      why: ['something that should have left by now did not: it is 1 min late'],
      late: [
        { number: is.number, says: `INC-${is.number}: nobody has it, and the next step of its policy is 1 min late.` },
      ],
    })
    expect((await world.admin.get('/health/promise')).body).toMatchObject({ ok: false, late: 1 })
    expect(await atTerminal(world, ana, 'promise')).toMatch(/^Red: 1 late\.\n/)
    expect(process.exitCode).toBe(1)
    process.exitCode = 0

    // Whoever was woken is told too, and not of which incident; what they came for is where it was.
    const woken = await (await fetch(link)).text()
    expect(woken).toContain(
      '<b>Pages may not leave.</b> Something that should have left by now did not: it is 1 min late.',
    )
    expect(woken).toContain('/acknowledge')

    operators.misbehave.push({ status: 503 })
    world.advance(1_000)
    await until(async () => (await promise()).fallback.last, 'the first try')
    world.advance(5_000)
    const red = toldBy(await next('the operators, told by their own way', 'http')).data
    expect(red.headline).toBe('Fireline cannot promise that pages leave')
    expect(red.lines[0]).toBe('Something that should have left by now did not: it is 1 min late.')
    world.advance(minute)

    expect((await ana.post(`/api/v1/incidents/${is.id}/acknowledge`)).status).toBe(200)
    world.advance(1_000)
    await until(isGreen, 'green again')
    world.advance(1_000)
    world.advance(minute)
    const green = toldBy(await next('the operators, told that it is over', 'http')).data
    expect(green.headline).toBe('Fireline is well again: pages leave')
    expect((await promise()).fallback).toMatchObject({
      is: expect.stringContaining('webhook at 127.0.0.1'),
      last: { said: 'green' },
    })
    expect((await world.admin.post(`/api/v1/incidents/${is.id}/resolve`, {})).status).toBe(200)
    expect(mails).toEqual([])
  })
})

interface Page {
  channel: string
  state: string
  insteadOf?: string
  moments: { is: string }[]
  attempts: { outcome: string; answer: string }[]
}

describe('the delivery record', () => {
  it('keeps handed over, shown and tapped apart, and says which way was tried first', async () => {
    const hook = { url: `${operators.url}/ana`, secret: 'whsec_YW5hIG9uIGNhbGwgYXQgbmlnaHQ=' }
    const contacts = (all: object[]) => ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts: all })
    await contacts([
      { channel: 'webhook', settings: hook },
      { channel: 'mail', settings: {} },
    ])
    operators.misbehave.push({ status: 503, body: 'come back' })
    const declared = { title: 'Nobody can pay', severity: 'sev2', service: 'default' }
    const is = (await world.admin.post<{ id: string }>('/api/v1/incidents', declared)).body
    const mail = await next('the page by the next channel', 'smtp')
    expect(mail.body).toContain('webhook did not take this page, so it comes this way.')
    const pages = async () => (await ana.get<{ pages: Page[] }>(`/api/v1/incidents/${is.id}/pages`)).body.pages
    const byMail = async () => (await pages()).find(one => one.channel === 'mail')
    await until(async () => (await byMail())?.state === 'handed over', 'the answer to be noted')
    expect((await pages())[0]?.attempts).toMatchObject([{ outcome: 'retry', answer: '503 come back' }])
    expect((await byMail())?.attempts).toMatchObject([{ outcome: 'handed over' }])
    expect((await byMail())?.insteadOf).toBeDefined()

    const link = /http:\/\/\S+\/a\/[-_A-Za-z0-9]{43}/.exec(mail.body)?.[0] ?? ''
    const says = (headers: Record<string, string>) => fetch(`${link}/shown`, { method: 'POST', headers })
    expect(await (await fetch(link)).text()).toContain('data-unseen=')
    expect((await says({})).status).toBe(403)
    expect((await says({ 'x-look': 'shown', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await byMail())?.state).toBe('handed over')
    expect((await says({ 'x-look': 'shown', 'sec-fetch-site': 'same-origin' })).status).toBe(204)
    expect((await byMail())?.state).toBe('shown')
    expect(await (await fetch(link)).text()).not.toContain('data-unseen=')

    await fetch(`${link}/acknowledge`, { method: 'POST', body: new URLSearchParams() })
    expect((await says({ 'x-look': 'shown' })).status).toBe(204)
    const record = await byMail()
    expect(record?.state).toBe('tapped')
    expect(record?.moments.map(one => one.is)).toEqual(['owed', 'handed over', 'shown', 'tapped'])
    world.advance(5_100)
    await until(async () => (await pages())[0]?.state === 'failed', 'the first channel to be left alone')
    expect((await world.admin.post(`/api/v1/incidents/${is.id}/resolve`, {})).status).toBe(200)
    await contacts([])
    expect(mails).toEqual([])
    expect(complaints()).toEqual([expect.stringContaining('the way of last resort did not take it')])
  })
})

interface Checks {
  checks: { person: { id: string }; state: string; toldAt?: string; calls: { channel: string; state: string }[] }[]
}

describe('the reach check', () => {
  const hour = 60 * minute
  const checks = async () => (await ana.get<Checks>('/api/v1/reach-checks')).body.checks
  const onCall = async () =>
    (await ana.get<{ onCall: { person: { id: string } }[] }>('/api/v1/on-call')).body.onCall[0]?.person.id ?? ''

  it('asks who comes on call, quietly and over every channel, and one tap is an answer', async () => {
    const [ben] = await Promise.all([
      world.person('Ben', 'responder', 'ben@example.org'),
      world.person('Mira', 'responder', 'mira@example.org'),
    ])
    for (const one of [ana, ben]) {
      const hook = { url: `${operators.url}/${one.id}`, secret: 'whsec_c2hpZnRzIGJlZ2luIHF1aWV0bHkgaGVyZQ==' }
      const contacts = [{ channel: 'webhook', settings: hook }]
      await one.put(`/api/v1/people/${one.id}/contacts`, { contacts })
    }
    const handOver = new Date(world.fireline.desk.clock.now().getTime() + 2 * hour)
    const handOverAt = handOver.toISOString().slice(11, 16)
    const layer = { people: [ana.id, ben.id], every: 'day', handOverAt, from: '2026-03-01', restrictions: [] }
    expect((await world.admin.put('/api/v1/schedules/primary', { zone: 'UTC', layers: [layer] })).status).toBe(200)
    const steps = [{ afterMs: 0, notify: [{ schedule: 'primary' }] }]
    expect((await world.admin.put('/api/v1/policies/default', { steps })).status).toBe(200)
    expect(await checks()).toEqual([])

    world.advance(2 * hour)
    const [push, mail] = [await next('the quiet push', 'http'), await next('the quiet mail', 'smtp')]
    expect(JSON.parse(push.body)).toMatchObject({ data: { quiet: true, test: true } })
    expect(push.what).toBe(`/${await onCall()}`)
    expect(mail.what).toBe('You are on call now (primary): does this reach you?')
    await until(async () => (await checks())[0]?.calls.every(one => one.state === 'handed over'), 'both to be noted')
    const link = /http:\/\/\S+\/t\/[-_A-Za-z0-9]{43}/.exec(mail.body)?.[0] ?? ''
    expect(await (await fetch(link)).text()).toContain('It reaches me')
    expect((await checks())[0]?.state).toBe('waiting')
    await fetch(link, { method: 'POST', body: new URLSearchParams() })
    expect((await checks())[0]).toMatchObject({ person: { id: await onCall() }, state: 'confirmed' })
    world.advance(31 * minute)
  })

  it('tells whoever had it before, and the team, when nobody taps within half an hour', async () => {
    const outgoing = await onCall()
    world.advance(23 * hour + 30 * minute)
    expect(await onCall()).not.toBe(outgoing)
    await next('the quiet push', 'http')
    const asked = await next('the quiet mail', 'smtp')
    await until(async () => (await checks())[0]?.calls.every(one => one.state === 'handed over'), 'both to be noted')
    world.advance(29 * minute)
    expect((await checks())[0]?.state).toBe('waiting')
    world.advance(minute + 5_000)
    const words = [await next('a word', 'smtp'), await next('another word', 'smtp')]
    const to = new Map(words.map(one => [one.to, one]))
    const before = outgoing === ana.id ? 'ana@example.org' : 'ben@example.org'
    expect(to.get(before)?.what).toMatch(/^(Ana|Ben) came on call after you and has not answered$/)
    expect(to.get('mira@example.org')?.body).toContain('mail: handed over, not tapped')
    expect(to.has(asked.to)).toBe(false)
    await until(async () => (await checks())[0]?.toldAt, 'that to stand in the record')
    expect((await checks()).map(one => one.state)).toEqual(['unanswered', 'confirmed'])
    expect(mails).toEqual([])
    expect(complaints()).toHaveLength(1)
  })
})
