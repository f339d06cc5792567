import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Incident } from '../../src/incident/incident.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { tooSmall, tooWide, unreachable } from '../page-checks.ts'

let world: World
let noor: Caller
let browser: OpenChromium
let link: string
let page: Page | undefined

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  noor = await world.person('Noor', 'admin', 'noor@example.org')
  await noor.put('/api/v1/services/checkout', { name: 'Checkout' })
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

async function isGood(page: Page, what: string): Promise<void> {
  expect(await tooWide(page), what).toBeLessThanOrEqual(0)
  if ((page.viewportSize()?.width ?? 0) < 600) expect(await tooSmall(page), what).toEqual([])
  expect(await unreachable(page), what).toEqual([])
  const folder = process.env['SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${what.replaceAll(' ', '-')}.png`, fullPage: true })
}

async function open(path: string, width: number, height: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  page ??= await signedIn()
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme })
  await page.goto(world.url + path)
  return page
}

async function signedIn(): Promise<Page> {
  const fresh = await browser.newPage()
  fresh.setDefaultTimeout(10_000)
  await fresh.goto(`${world.url}/sign-in?to=/settings/outside`)
  await fresh.getByRole('button', { name: 'With a token instead' }).click()
  await fresh.getByLabel('Token').fill(noor.token)
  await fresh.keyboard.press('Enter')
  await fresh.getByRole('heading', { name: 'Forms' }).waitFor()
  return fresh
}

it('an admin makes a form for people outside, and has its link and code', { timeout: 30_000 }, async () => {
  const page = await open('/settings/outside', 1440, 900, 'light')
  const form = page.getByRole('region', { name: 'Make a form' })
  await form.getByLabel('Service').selectOption('checkout')
  await form.getByLabel('Name').fill('Checkout page')
  await form.getByRole('button', { name: 'Make its link' }).click()
  const made = page.getByRole('region', { name: 'Checkout page' })
  link = (await made.locator('code').textContent()) ?? ''
  expect(link).toMatch(/\/report\/[0-9a-f]{32}$/)
  await made.getByRole('img', { name: /QR code/ }).waitFor()
  await made.getByLabel('Opens an incident after').fill('2')
  await made.getByRole('button', { name: 'Keep it' }).click()
  await until(
    async () =>
      (await noor.get<{ forms: { opensAfter: number }[] }>('/api/v1/report-forms')).body.forms[0]?.opensAfter === 2,
    'it to be kept',
  )
  await isGood(page, 'outside wide')
})

it('somebody outside reports from a phone, without a script, in the dark', { timeout: 30_000 }, async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    javaScriptEnabled: false,
    colorScheme: 'dark',
  })
  const page = await context.newPage()
  for (let n = 0; n < 2; n++) {
    await page.goto(link)
    await page.getByLabel('What do you see?').fill('I cannot pay')
    await page.getByLabel('For how long?').selectOption({ label: 'About half an hour' })
    await page.getByLabel('Your name, if you like').fill('Zoë')
    await page.getByLabel(/Your mail address/).fill('zoe@example.org')
    await page.getByRole('button', { name: 'Tell them' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  }
  const { body } = await noor.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
  expect(body.incidents).toMatchObject([{ title: 'I cannot pay', service: 'checkout' }])
  await page.getByRole('link', { name: 'Tell them something else' }).click()
  await page.getByLabel('What do you see?').waitFor()
  await page.close()
  for (const colorScheme of ['dark', 'light'] as const) {
    const looked = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme })
    await looked.goto(link)
    await isGood(looked, `report ${colorScheme}`)
    await looked.close()
  }
})

it('checks are made and seen in the browser, with lengths of time as people write them', {
  timeout: 40_000,
}, async () => {
  const page = await open('/settings/checks', 390, 844, 'dark')
  await page.getByRole('button', { name: 'Add a heartbeat' }).click()
  await page.getByLabel('Name').fill('nightly')
  await page.getByLabel('Service').selectOption('checkout')
  await page.getByLabel('What it is').fill('The nightly export')
  await page.getByLabel('Comes every').fill('soon')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page
    .getByText(/expected number/i)
    .first()
    .waitFor()
  await page.getByLabel('Comes every').fill('10 min')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByText('every 10 min and 1 min of grace').waitFor()
  expect((await noor.get('/api/v1/heartbeats/nightly')).body).toMatchObject({ everyMs: 600_000 })
  world.advance(20 * 60_000)
  await page.reload()
  await page.getByText(/^Late since/).waitFor()
  await page.getByRole('button', { name: 'Add TCP' }).click()
  await page.getByLabel('Name').fill('db')
  await page.getByLabel('Host').fill('10.0.0.1')
  await page.getByLabel('Port').fill('5432')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page
    .getByText(/10\.0\.0\.1 is not a public address/)
    .first()
    .waitFor()
  await isGood(page, 'checks phone')
  await page.setViewportSize({ width: 1440, height: 900 })
  await isGood(page, 'checks wide dark')
  await open('/settings/outside', 390, 844, 'light')
  await page.getByRole('button', { name: 'Add a mailbox' }).click()
  await page.getByLabel('IMAP server').waitFor()
  await isGood(page, 'outside phone')
})

it('the room shows what people outside told, and who they are to those who work on it', {
  timeout: 30_000,
}, async () => {
  const { body } = await noor.get<{ incidents: Incident[] }>('/api/v1/incidents?status=open')
  const incident = body.incidents.find(one => one.service === 'checkout' && one.title === 'I cannot pay')
  const page = await open(`/incidents/INC-${incident?.number}`, 1440, 900, 'light')
  await page
    .getByText(/customers?: I cannot pay/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: /E1 2 customers: I cannot pay/ }).click()
  await page.getByText('Zoë, zoe@example.org').first().waitFor()
  await isGood(page, 'room')
})
