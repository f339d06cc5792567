import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FirstHour } from '../../src/api/first-hour.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { startHttp, startNtfy, startTelegram } from '../fakes/http.ts'
import { Ledger, type Sent } from '../fakes/ledger.ts'
import { type Caller, callerOf, until } from '../harness.ts'
import { tooSmall, tooWide, unreachable } from '../page-checks.ts'
import { shareShell } from '../rally/people-at-a-terminal.ts'
import { readQr } from '../read-qr.ts'
import { type RealFireline, startRealFireline } from '../real-fireline.ts'

const [phoneLedger, outsideLedger] = [new Ledger(), new Ledger()]
let fireline: RealFireline
let browser: OpenChromium
let ntfy: Awaited<ReturnType<typeof startNtfy>>
let telegram: Awaited<ReturnType<typeof startTelegram>>
let outside: Awaited<ReturnType<typeof startHttp>>
let pocket: BrowserContext
let phone: Page
let ana: Caller
/** Everything the browsers complained about, but for the answers they were meant to get. */
const complaints: string[] = []

beforeAll(async () => {
  const fakes = [startNtfy(phoneLedger), startTelegram(phoneLedger), startHttp(outsideLedger)] as const
  ;[ntfy, telegram, outside] = await Promise.all(fakes)
  // Nothing is set but that the fakes on this machine may be reached: no token, no mail, no name, no certificate.
  const start = startRealFireline({ FIRELINE_ADMIN_TOKEN: undefined, FIRELINE_ALLOW_PRIVATE: '127.0.0.1' })
  ;[fireline, browser] = await Promise.all([start, openChromium(), buildWeb()])
  pocket = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  })
  phone = await open(pocket)
}, 60_000)
afterAll(async () => {
  await browser.close()
  await fireline.stop()
  await Promise.all([ntfy, telegram, outside].map(one => one.stop()))
})

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('console', message => {
    // The command line is handed out only where it was built.
    const isAbsence = message.text().includes('status of 503')
    if (message.type() === 'error' && !isAbsence) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  return page
}

interface Push {
  topic: string
  title: string
  message: string
  priority: number
  click: string
  actions: { url: string; body: string }[]
}
const next = (what: string): Promise<Sent> => until(() => phoneLedger.takeNew()[0], what)
const nextPush = async (what: string) => JSON.parse((await next(what)).body) as Push
const code = async (page: Page) =>
  readQr(decodeURIComponent((await page.getByRole('img').getAttribute('src'))?.split(',').slice(1).join(',') ?? ''))
const join = async (page: Page, link: string, name: string) => {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Mail address').fill(`${name.toLowerCase()}@example.org`)
  await page.getByLabel('Password').fill('a sentence is best')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('button', { name: 'Show the code for my phone' }).waitFor()
}
const isFine = async (page: Page) =>
  expect([await unreachable(page), await tooSmall(page), await tooWide(page)]).toEqual([[], [], 0])

describe('the first hour, from an empty folder, without mail, a name or a certificate', () => {
  it('rings the phone of the first person: one scan, and a page that is only a test', { timeout: 60_000 }, async () => {
    await join(phone, /http:\S+\/join#\S+/.exec(fireline.said())?.[0] ?? 'no set-up link was said', 'Ana')
    await phone.getByText('Nothing can page you yet').waitFor()
    await phone.getByText('a phone cannot open links to it').waitFor()
    await isFine(phone)
    await phone.getByLabel('ntfy server').fill(ntfy.url)
    await phone.keyboard.press('Enter')
    await phone.getByRole('img').waitFor()
    const topic = /fireline-[0-9a-f]{32}/.exec(await phone.locator('code').first().innerText())?.[0]
    expect(await code(phone)).toBe(`ntfy://${new URL(ntfy.url).host}/${topic}?secure=false`)
    await phone.getByRole('button', { name: 'Page me as a test' }).click()
    const push = await nextPush('the test')
    expect(push).toMatchObject({ topic, title: 'TEST · Fireline can reach you, Ana', priority: 5 })
    expect(push.message).not.toContain('/logs')
    await phone.getByText('Handed over to ntfy, which answered: 200').waitFor()
    await isFine(phone)
    const [rang] = push.actions
    if (rang) ntfy.press(rang)
    await phone.getByText('It rang: Ana tapped it.').waitFor()
    await phone.getByText('Done: Ana').waitFor()
    expect(complaints).toEqual([])
  })

  it('the one line that the start printed makes an incident, and a page at that phone', {
    timeout: 60_000,
  }, async () => {
    await phone.getByRole('button', { name: 'Next: Send a test alert' }).click()
    const alert = phone.locator('#alert')
    await alert.getByText('Nothing has arrived yet').waitFor()
    const line = /curl .*/.exec(fireline.said())?.[0] ?? 'no line was said'
    expect(await alert.locator('code').first().innerText()).toBe(line)
    await isFine(phone)
    await promisify(execFile)('sh', ['-c', line])
    expect(await nextPush('the page')).toMatchObject({ title: expect.stringMatching(/^SEV2 default · It works since/) })
    await alert.getByText('It opened INC-1, sev2.').waitFor()
    await alert.getByText('Ana by ntfy: handed over').waitFor()
    await alert.getByRole('button', { name: 'Make another key' }).click()
    await alert.getByText('webhook_configs').waitFor()
    await alert.getByText('/v2/enqueue').waitFor()
    expect(complaints).toEqual([])
  })

  it('by the keyboard alone: invites somebody, skips a step, has somebody outside listen', {
    timeout: 60_000,
  }, async () => {
    const storageState = await pocket.storageState()
    const desk = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      storageState,
    })
    const page = await open(desk)
    await page.goto(`${fireline.url}/first-run#invite`)
    await page.getByLabel('They come as').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('img').waitFor()
    const link = await page.locator('#invite code').first().innerText()
    expect(await code(page)).toBe(link)
    expect(await unreachable(page)).toEqual([])

    const ben = await open(await browser.newContext({ viewport: { width: 390, height: 844 } }))
    await ben.goto(link)
    await ben.getByText('Ana asks you in. You come in as a responder').waitFor()
    await isFine(ben)
    await join(ben, link, 'Ben')
    expect(await ben.getByRole('button', { name: 'Skip this step' }).count()).toBe(0)
    await ben.context().close()
    await page.locator('#invite').getByText('Done: Ana').waitFor()

    await page.locator('#terminal > summary').focus()
    await page.keyboard.press('Enter')
    await page.getByText('No terminal is shared yet').waitFor()
    await page.getByRole('button', { name: 'Skip this step' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Skipped: Ana').waitFor()
    await page.getByText('4 of 4').waitFor()

    await page.getByLabel('Its address to ping').fill(`${outside.url}/ping/a-secret-place`)
    await page.keyboard.press('Enter')
    await page.getByText(`${new URL(outside.url).host} heard us at`).waitFor()
    expect(outsideLedger.takeNew().map(one => one.what)).toEqual(['/ping/a-secret-place'])
    expect(await page.content()).not.toContain('a-secret-place')
    expect([await unreachable(page), await tooWide(page)]).toEqual([[], 0])
    await desk.close()
    expect(complaints).toEqual([])
  })
})

describe('what stands behind it', () => {
  beforeAll(async () => {
    const made = await phone.evaluate(async () => {
      const send = (path: string, body: object) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      const { id } = (await (await fetch('/api/v1/me')).json()) as { id: string }
      const { token } = (await (await send(`/api/v1/people/${id}/tokens`, { name: 'test' })).json()) as {
        token: string
      }
      return { id, token }
    })
    ana = callerOf(fireline.url, made.token, made.id)
  })
  const of = (path: string) => `/api/v1/people/${ana.id}/${path}`
  const latest = async () => (await ana.get<{ tests: { state: string }[] }>(of('tests'))).body.tests[0]

  it('turns by itself when a terminal appeared', { timeout: 30_000 }, async () => {
    await phone.goto(`${fireline.url}/first-run#terminal`)
    const step = phone.locator('#terminal')
    await step.getByText('No terminal is shared yet. It shows up here by itself.').waitFor()
    const { id } = (await ana.get<{ id: string }>('/api/v1/incidents/INC-1')).body
    const shell = await shareShell(fireline.url, ana, id)
    await step.getByText('Ana shared a terminal.').waitFor()
    await step.getByText('Done: Ana').waitFor()
    await isFine(phone)
    await shell.end()
  })

  it('the first key is shown no more once an alert came with it', async () => {
    expect((await ana.get<FirstHour>('/api/v1/first-hour')).body.key).toBeNull()
  })

  it('says of me and of each way whether it wakes me', async () => {
    expect((await ana.get('/api/v1/me')).body['wakes']).toEqual({ wakes: 'maybe', channels: ['ntfy'] })
    expect((await ana.get(of('contacts'))).body).toMatchObject({ contacts: [{ channel: 'ntfy', wakes: 'maybe' }] })
  })

  it('a bot learns who follows the link to it, and pages them first from then on', { timeout: 20_000 }, async () => {
    const botToken = '123:abcdefghijklmnopq'
    const bot = await ana.post<{ link: string; svg: string }>(of('contacts/telegram'), {
      botToken,
      server: telegram.url,
    })
    expect(readQr(bot.body.svg)).toBe(bot.body.link)
    const start = /^https:\/\/t\.me\/our_bot\?start=([-_\w]{32})$/.exec(bot.body.link)?.[1] ?? ''
    telegram.start('somebody-else-entirely', 666)
    telegram.start(start, 42)
    const words = await until(
      () =>
        phoneLedger.sent.filter(one => one.what.endsWith('/sendMessage')).length === 2 ? phoneLedger.takeNew() : false,
      'two answers',
    )
    expect(words.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { chat_id: '666', text: expect.stringContaining('used already') },
      { chat_id: '42', text: expect.stringContaining('pages you here from now on, Ana') },
    ])
    expect((await ana.get('/api/v1/me')).body['wakes']).toMatchObject({ channels: ['telegram', 'ntfy'] })
    await ana.post(of('contacts/telegram/test'))
    const { chat_id, text, reply_markup } = JSON.parse((await next('the test')).body) as Record<string, string>
    expect([chat_id, text]).toEqual(['42', expect.stringContaining('TEST')])
    expect(JSON.stringify(reply_markup)).toContain('It rang')
  })

  it('the page behind the link of a test changes nothing until its button is pressed', async () => {
    await ana.post(of('contacts/ntfy/test'))
    const { click } = await nextPush('the test')
    for (const method of ['GET', 'HEAD']) expect((await fetch(click, { method })).status).toBe(200)
    await until(async () => (await latest())?.state === 'handed over', 'handed over')
    const pressed = await fetch(click, { method: 'POST', body: new URLSearchParams() })
    expect([pressed.status, await pressed.text()]).toEqual([
      200,
      expect.stringContaining('Fireline can reach you, Ana'),
    ])
    expect((await latest())?.state).toBe('tapped')
    expect((await fetch(`${click.slice(0, -3)}abc`, { method: 'POST', body: new URLSearchParams() })).status).toBe(404)
  })

  it('a second phone with a name is one more way, a scan without one takes the place of the first', async () => {
    const made = async (body: object) => (await ana.post<{ contact: string }>(of('contacts/ntfy'), body)).body.contact
    expect(await made({ server: ntfy.url, label: 'Second phone' })).toBe('ntfy:second-phone')
    expect(await made({ server: ntfy.url })).toBe('ntfy')
    expect((await ana.get('/api/v1/me')).body['wakes']).toMatchObject({
      channels: ['ntfy', 'ntfy:second-phone', 'telegram'],
    })
  })

  it('refuses in words what cannot be', async () => {
    const said = async (path: string, body: object) => {
      const { status, body: answer } = await ana.post<{ error: { message: string; path?: string } }>(path, body)
      return [status, answer.error.path, answer.error.message]
    }
    expect(await said(of('contacts/mail/test'), {})).toEqual([404, undefined, 'Ana has no mail yet: set it up first.'])
    expect(await said(of('contacts/telegram'), { botToken: 'no' })).toEqual([
      400,
      'botToken',
      expect.stringContaining('BotFather'),
    ])
    const botToken = '123:abcdefghijklmnopq'
    const nowhere = { botToken, server: 'http://10.0.0.1' }
    expect(await said(of('contacts/telegram'), nowhere)).toEqual([
      503,
      undefined,
      expect.stringContaining('FIRELINE_ALLOW_PRIVATE'),
    ])
    expect(await said('/api/v1/outside-heartbeat', { url: 'ftp://x' })).toEqual([
      400,
      'url',
      expect.stringContaining('http'),
    ])
    expect(await said('/api/v1/first-hour/tea', { skipped: true })).toEqual([404, undefined, expect.any(String)])
  })
})
