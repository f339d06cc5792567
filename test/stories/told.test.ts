import { createHmac } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startHttp, startNtfy, startTelegram } from '../fakes/http.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { startSmtp } from '../fakes/smtp.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'

const ledger = new Ledger()
const minute = 60_000
let world: World
let smtp: Awaited<ReturnType<typeof startSmtp>>
let ntfy: Awaited<ReturnType<typeof startNtfy>>
let telegram: Awaited<ReturnType<typeof startTelegram>>
let hook: Awaited<ReturnType<typeof startHttp>>
let ana: Caller

beforeAll(async () => {
  const fakes = [startNtfy(ledger), startTelegram(ledger), startHttp(ledger), startSmtp(ledger)] as const
  ;[ntfy, telegram, hook, smtp] = await Promise.all(fakes)
  world = await startWorld({ FIRELINE_SMTP_URL: smtp.url, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' }, { ledger })
})
afterAll(async () => {
  await world.stop()
  await Promise.all([smtp, ntfy, telegram, hook].map(one => one.stop()))
})
/** Nobody was told anything that the story did not read. */
afterEach(() => expect(ledger.takeNew()).toEqual([]))

interface Is {
  id: string
  acknowledgedBy?: string
  lead?: string
  nobodyToCall?: string
  cannot: string[]
}
interface Pages {
  pages: { state: string; channel: string; attempts: { outcome: string; answer: string }[] }[]
}

const at = (is: { id: string }, more = '') => `/api/v1/incidents/${is.id}${more}`
const declare = async (title = 'Shop is slow', severity = 'sev2') =>
  (await world.admin.post<Is>('/api/v1/incidents', { title, severity, service: 'default' })).body
const read = async (is: Is) => (await world.admin.get<Is>(at(is))).body
const pagesOf = async (is: Is) => (await world.admin.get<Pages>(at(is, '/pages'))).body.pages
/** Over, so that it calls nobody in the next chapter. */
const over = async (is: Is) => expect((await world.admin.post(at(is, '/resolve'), {})).status).toBe(200)
const next = (what: string): Promise<Sent> =>
  until(() => {
    const [first, ...more] = ledger.takeNew()
    expect(more).toEqual([])
    return first
  }, what)
const linkIn = ({ body }: Sent): string => /http:\/\/\S+\/a\/[-_A-Za-z0-9]{43}/.exec(body)?.[0] ?? 'no link'
const press = (link: string, command: string, form: Record<string, string> = {}) =>
  fetch(`${link}/${command}`, { method: 'POST', body: new URLSearchParams(form) })
const contacts = (channel: string, settings: object) =>
  ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts: [{ channel, settings }] })

describe('everyone who should know, knows', () => {
  it('says in red that nobody can be paged, until there is a first person, who is on call for ever', async () => {
    const is = await declare()
    await until(async () => (await read(is)).nobodyToCall?.includes('Add a person'), 'the red line')
    ana = await world.person('Ana', 'responder', 'ana@example.org')
    world.advance(5 * minute)
    const mail = await next('a mail to the first person')
    expect(mail.to).toBe('ana@example.org')
    expect(mail.what).toContain('SEV2 default · Shop is slow since')
    await until(async () => (await pagesOf(is))[0]?.attempts[0]?.answer.startsWith('250'), "the receiver's own answer")
    expect((await read(is)).nobodyToCall).toBeUndefined()

    const page = linkIn(mail)
    const before = (await world.admin.get(at(is, '/timeline'))).body
    for (const method of ['GET', 'HEAD', 'GET']) expect((await fetch(page, { method })).status).toBe(200)
    expect((await world.admin.get(at(is, '/timeline'))).body).toEqual(before)
    expect((await pagesOf(is))[0]?.state).toBe('handed over')

    const shown = await fetch(page)
    const html = await shown.text()
    expect(html).toContain('Acknowledge: I have it')
    expect(html.length).toBeLessThan(15_000)
    expect(html).not.toContain('<script>')
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await (await press(page, 'acknowledge')).text()).toContain('<b>You have it</b>')
    expect(await read(is)).toMatchObject({ acknowledgedBy: ana.id, lead: ana.id })
    expect((await pagesOf(is))[0]?.state).toBe('tapped')
    expect((await press(page, 'post-update', { text: '<b>on it</b>', audience: 'responders' })).status).toBe(200)
    expect((await press(page, 'post-update')).status).toBe(400)
    expect((await press(page, 'resolve')).status).toBe(403)
    expect((await fetch(`${page.slice(0, -3)}abc`)).status).toBe(404)
    await over(is)
    expect(await (await fetch(page)).text()).toContain('Was this page useful?')
    expect(await (await press(page, 'judge-page', { useful: 'noise' })).text()).toContain('You said: No, it was noise.')
    expect((await press(page, 'judge-page', { useful: 'perhaps' })).status).toBe(400)
    expect(await (await press(page, 'judge-page', { useful: 'lower' })).text()).toContain('It should have been lower.')
    expect((await ana.get(at(is))).body['judgements']).toEqual([expect.objectContaining({ useful: 'lower' })])
    world.advance(61 * minute)
    expect((await fetch(page)).status).toBe(410)
  })

  it('shows what an alert says as text, whatever it says', async () => {
    const is = await declare('"><script>alert(1)</script>\u202e \u0000\r\nBcc: eve@example.org {{7*7}}')
    const mail = await next('the mail')
    expect(mail.to).toBe('ana@example.org')
    expect(Object.keys(mail.headers)).not.toContain('bcc')
    const html = await (await fetch(linkIn(mail))).text()
    expect(html).not.toContain('<script>')
    expect(html).toContain('{{7*7}}')
    await over(is)
  })

  it('tries a busy mail server again, under the same Message-ID; a no for good is a failed page', async () => {
    smtp.misbehave.push(451)
    const is = await declare()
    await until(async () => (await pagesOf(is))[0]?.attempts[0]?.answer.includes('451'), 'the first no')
    world.advance(5_100)
    const mail = await next('the second try')
    expect(mail.headers['message-id']).toMatch(/^<call-/)
    await over(is)
    smtp.misbehave.push(550)
    const lost = await declare()
    await until(async () => (await pagesOf(lost))[0]?.state === 'failed', 'a failed page')
    await over(lost)
  })

  it('is acknowledged from a phone by ntfy, with no inbound address; each button works once', async () => {
    const saved = await contacts('ntfy', { server: ntfy.url, topic: 'ana-phone', token: 'tk_verysecret' })
    expect(saved.status).toBe(200)
    expect(JSON.stringify(saved.body)).not.toMatch(/tk_verysecret|ana-phone/)
    const { rows } = await world.fireline.desk.db.query<{ settings: string }>('select settings from contact_method')
    expect(rows[0]?.settings).not.toMatch(/tk_verysecret|ana-phone/)
    expect(statSync(join(world.dataDir, 'secret')).mode & 0o777).toBe(0o600)

    const is = await declare()
    const sent = await next('a push')
    const push = JSON.parse(sent.body) as { topic: string; actions: { url: string; body: string }[] }
    expect(push.topic).toBe('ana-phone')
    const [yes, no] = push.actions
    if (!yes || !no) throw new Error('no buttons')
    ntfy.press({ ...yes, body: 'not a token' })
    ntfy.press(yes)
    await until(async () => (await read(is)).acknowledgedBy === ana.id, 'acknowledged by ntfy')
    ntfy.cut()
    ntfy.press(yes)
    ntfy.press(no)
    await until(async () => (await read(is)).cannot.includes(ana.id), 'heard again after the cut')
    const { body } = await world.admin.get<{ entries: { type: string }[] }>(at(is, '/timeline'))
    expect(body.entries.filter(one => one.type === 'Acknowledged')).toHaveLength(1)
    await over(is)
  })

  it('calls the next channel of the same person while one is down', async () => {
    ntfy.misbehave.push({ status: 503 })
    const is = await declare()
    expect((await next('a mail instead')).over).toBe('smtp')
    await ana.post(at(is, '/acknowledge'))
    world.advance(5_100)
    await until(async () => (await pagesOf(is))[0]?.state === 'failed', 'the push that no longer matters')
    await over(is)
  })

  it('is acknowledged from Telegram by long polling, and shows an alert without formatting it', async () => {
    await contacts('telegram', { botToken: '12345:abcdefghijklmnop', chatId: '42', server: telegram.url })
    telegram.misbehave.push({ status: 429, body: '{"ok":false,"parameters":{"retry_after":1}}' })
    const is = await declare('*not bold* [nor](http://a.link)')
    expect((await next('the mail of the next channel')).over).toBe('smtp')
    world.advance(1_100)
    const message = await next('a message')
    expect(message.what).toBe('/bot12345:abcdefghijklmnop/sendMessage')
    const said = JSON.parse(message.body) as {
      text: string
      parse_mode?: string
      reply_markup: { inline_keyboard: { callback_data: string }[][] }
    }
    expect(said.text).toContain('*not bold*')
    expect(said.parse_mode).toBeUndefined()
    const data = said.reply_markup.inline_keyboard[0]?.[0]?.callback_data ?? ''
    expect(data).toHaveLength(43)
    telegram.press(data)
    telegram.press(data)
    await until(async () => (await read(is)).acknowledgedBy === ana.id, 'acknowledged by Telegram')
    expect(JSON.stringify(await pagesOf(is))).not.toContain('abcdefghijklmnop')
    await over(is)
  })

  it('signs its webhook, follows no redirect, and reaches nothing inside unless an admin allows it', async () => {
    const secret = `whsec_${Buffer.from('a-secret-of-the-receiver').toString('base64')}`
    await contacts('webhook', { url: `${hook.url}/call`, secret })
    const is = await declare()
    const sent = await next('a signed request')
    const { 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': signature } = sent.headers
    const signed = createHmac('sha256', 'a-secret-of-the-receiver').update(`${id}.${sentAt}.${sent.body}`)
    expect(signature).toBe(`v1,${signed.digest('base64')}`)
    await over(is)

    hook.misbehave.push('reset')
    const cut = await declare()
    expect((await next('the mail of the next channel')).over).toBe('smtp')
    world.advance(5_100)
    const again = await next('the request again')
    expect(JSON.parse(again.body)).toMatchObject({ id: again.headers['webhook-id'], data: { repeat: true } })
    await over(cut)

    hook.misbehave.push({ status: 302, headers: { location: `${hook.url}/inside` } })
    const moved = await declare()
    expect((await next('the mail instead')).over).toBe('smtp')
    expect((await pagesOf(moved))[0]).toMatchObject({ channel: 'webhook', state: 'failed' })
    await over(moved)

    await contacts('webhook', { url: 'http://127.0.0.2:1/call', secret })
    const inside = await declare()
    expect((await next('the mail instead')).over).toBe('smtp')
    expect((await pagesOf(inside))[0]?.attempts[0]?.answer).toContain('not a public address')
    await over(inside)
    expect((await ana.put(`/api/v1/people/${ana.id}/contacts`, { contacts: [] })).status).toBe(200)
  })

  it('goes by its policy: first Ana, after a minute Ben, and a gap cannot be saved', async () => {
    const ben = await world.person('Ben', 'responder', 'ben@example.org')
    const whole = { people: [ana.id], every: 'P1W', handOverAt: '09:00', from: '2026-01-05', restrictions: [] }
    const office = { ...whole, restrictions: [{ from: '09:00', to: '17:00' }] }
    const schedule = (layer: object) =>
      world.admin.put('/api/v1/schedules/primary', { zone: 'Europe/Berlin', layers: [layer] })
    const policy = (body: object) => world.admin.put('/api/v1/policies/default', body)
    const primary = { afterMs: 0, notify: [{ schedule: 'primary' }] }

    expect((await schedule(office)).status).toBe(200)
    const gap = {
      path: 'fallback',
      message: expect.stringMatching(/^Nobody is on call from .*09:00 \(Europe\/Berlin\)\. Close the gap/),
    }
    expect(await policy({ steps: [primary] })).toMatchObject({ status: 400, body: { error: gap } })
    expect((await schedule(whole)).status).toBe(200)
    expect((await policy({ steps: [primary] })).status).toBe(200)
    expect(await schedule(office)).toMatchObject({ status: 400, body: { error: { path: 'layers' } } })
    const nobody = { afterMs: 0, notify: [{ person: 'zoe' }] }
    expect((await policy({ steps: [nobody] })).body).toMatchObject({ error: { path: 'steps.0.notify.0.person' } })
    const steps = [primary, { afterMs: minute, notify: [{ person: ben.id }] }]
    expect((await policy({ steps, repeat: 0, repeatAfterMs: minute })).status).toBe(200)
    expect((await world.admin.get('/api/v1/schedules/primary')).body).toMatchObject({ layers: [whole] })
    expect((await ana.get('/api/v1/on-call?at=2026-03-29T01:30:00Z')).body).toMatchObject({
      onCall: [{ schedule: 'primary', person: { name: 'Ana' } }],
    })

    const is = await declare()
    expect((await next('Ana')).to).toBe('ana@example.org')
    // A minute on, a mail whose answer is not noted yet would be sent again.
    await until(async () => (await pagesOf(is))[0]?.state === 'handed over', 'the answer to be noted')
    world.advance(minute)
    const mail = await next('Ben')
    expect(mail.to).toBe('ben@example.org')
    await press(linkIn(mail), 'i-cannot', { note: 'ill' })
    expect((await next('Ana at once')).to).toBe('ana@example.org')
    await over(is)
  })

  it('mails stakeholders without an account once each, and their page only reads', async () => {
    const stakeholders = [{ email: 'boss@example.org' }, { email: 'shop@example.org' }]
    expect((await world.admin.put('/api/v1/services/default', { name: 'All', stakeholders })).status).toBe(200)
    const is = await declare()
    await next('the call')
    await ana.post(at(is, '/acknowledge'))
    smtp.misbehave.push(451)
    await ana.post(at(is, '/post-update'), { text: 'Payments fail, we roll back.', audience: 'stakeholders' })
    const first = await next('the one of them whose mailbox takes it')
    await until(async () => (await retried()) === 1, 'the first no')
    world.advance(5_100)
    const mail = await next('the other one, again')
    expect([first.to, mail.to].toSorted()).toEqual(['boss@example.org', 'shop@example.org'])
    const page = await (await fetch(linkIn(mail))).text()
    expect(page).toContain('Payments fail, we roll back.')
    expect(page).not.toContain('<form')
    expect((await press(linkIn(mail), 'acknowledge')).status).toBe(403)
    await over(is)
    world.advance(5 * minute)
    const last: string[] = []
    await until(() => last.push(...ledger.takeNew().map(one => one.what)) === 2, 'the word that it is over, to both')
    expect(last).toEqual(['Over: All', 'Over: All'])
  })

  it('asks who changed something shortly before whether it was them, and takes one tap for an answer', async () => {
    const change = { service: 'default', summary: 'deploy #412', author: 'leo@example.org' }
    const made = await world.admin.post('/api/v1/changes', change)
    expect(made.status).toBe(201)
    const is = await declare()
    const sent = await until(() => {
      mails.push(...ledger.takeNew())
      return mails.length === 2 && mails
    }, 'the call and the question')
    const question = sent.find(one => one.to === 'leo@example.org')
    if (!question) throw new Error('Leo was not asked')
    expect(sent.find(one => one.to === 'ana@example.org')?.what).toContain('deploy #412')
    expect((await press(linkIn(question), 'acknowledge')).status).toBe(403)
    expect(await (await press(linkIn(question), 'maybe-mine', { note: 'new config' })).text()).toContain('maybe mine')
    expect(await read(is)).toMatchObject({ wasItYou: [{ answer: 'maybe', note: 'new config' }] })
    await over(is)
  })
  const mails: Sent[] = []

  it('says sev4 in the morning, in one mail', async () => {
    const one = await declare('disk at 80 %', 'sev4')
    const two = await declare('certificate ends in 20 days', 'sev4')
    const { db } = world.fireline.desk
    const owed = async (state: string) =>
      (
        await db.query(
          `select 1 from obligation where kind = 'digest' and state = $1 and lease_until is null and attempts > 0`,
          [state],
        )
      ).rowCount
    await until(async () => (await owed('owed')) === 2, 'both wait for the morning')
    world.advance(4 * 24 * 60 * minute)
    const mail = await next('the morning mail')
    expect(mail.body).toContain('disk at 80 %')
    expect(mail.body).toContain('certificate ends in 20 days')
    await until(async () => (await owed('owed')) === 0, 'both said')
    await over(one)
    await over(two)
  })

  it('a page that is only a test says how far it came; what finds no way out within two minutes is over', async () => {
    const eve = await world.person('Eve', 'responder', 'eve@example.org')
    const of = (more: string) => `/api/v1/people/${eve.id}/${more}`
    const latest = async () => (await eve.get<{ tests: Pages['pages'] }>(of('tests'))).body.tests[0]
    expect((await eve.get('/api/v1/me')).body['wakes']).toMatchObject({ wakes: 'no', channels: ['mail'] })
    await eve.post(of('contacts/mail/test'))
    const mail = await next('the test by mail')
    expect([mail.to, mail.what]).toEqual(['eve@example.org', 'TEST · Fireline can reach you, Eve'])
    expect(mail.body).toContain('Say here that it came')
    await eve.post(of('contacts/ntfy'), { server: 'http://127.0.0.1:9' })
    await eve.post(of('contacts/ntfy/test'))
    await until(async () => (await latest())?.attempts[0]?.answer.includes('ECONNREFUSED'), 'no way out')
    expect((await latest())?.state).toBe('owed')
    world.advance(121_000)
    await until(async () => (await latest())?.state === 'failed', 'the end of it')
    expect((await ana.post(of('contacts/ntfy/test'))).status).toBe(403)
  })

  it('sends no link that a robot could change anything by', async () => {
    const { db, clock } = world.fireline.desk
    const entries = async () => (await db.query('select incident, type from entry order by pos')).rows
    const isQuiet = async () => {
      const due = `select 1 from obligation where state = 'owed' and kind = any($2) and due_at <= $1`
      return (
        (
          await db.query(due, [
            clock.now(),
            ['ask', 'call', 'digest', 'ask-author', 'tell-stakeholders', 'stakeholder-letter'],
          ])
        ).rowCount === 0
      )
    }
    await until(isQuiet, 'nothing left to do')
    const before = await entries()
    const ours = ledger.links().filter(link => link.startsWith(world.url))
    expect(ours.length).toBeGreaterThan(8)
    for (const link of ours) {
      await fetch(link, { method: 'HEAD' })
      await (await fetch(link)).text()
    }
    expect(await entries()).toEqual(before)
    expect(world.errors).toEqual([])
  })
})

async function retried(): Promise<number> {
  const { rows } = await world.fireline.desk.db.query<{ n: number }>(
    `select count(*) as n from attempt join obligation on id = obligation where kind = 'stakeholder-letter' and outcome = 'retry'`,
  )
  return rows[0]?.n ?? 0
}
