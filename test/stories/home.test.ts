import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, type World } from '../harness.ts'
import { tooSmall, tooWide, unreachable } from '../page-checks.ts'

const hostile = '<img src=x onerror=alert(1)> "cart" \u202eempty'

let world: World
let browser: OpenChromium
let ana: Caller
let ben: Caller
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  ana = await world.person('Ana', 'admin')
  ben = await world.person('Ben')
  const shop = { name: 'Shop', policy: 'shop', stakeholders: [{ email: 'support@example.org' }] }
  await world.admin.put('/api/v1/policies/shop', { steps: [{ afterMs: 0, notify: [{ person: ana.id }] }] })
  await world.admin.put('/api/v1/services/shop', shop)
  page = await signedIn(await browser.newContext({ viewport: { width: 1440, height: 900 } }), ana)
  page.on('pageerror', error => complaints.push(error.message))
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

async function signedIn(context: BrowserContext, who: Caller): Promise<Page> {
  context.setDefaultTimeout(10_000)
  await context.request.post(`${world.url}/api/v1/session`, { data: { token: who.token } })
  return context.newPage()
}

const declare = async (title: string, severity = 'sev2', service = 'shop') =>
  (await ben.post<{ number: number }>('/api/v1/incidents', { title, severity, service })).body.number

it('says that nothing burns, that the path is proven, and for what I am on call', { timeout: 30_000 }, async () => {
  await page.goto(world.url)
  await page.getByRole('heading', { level: 1, name: 'Nothing burns' }).waitFor()
  await page.getByText('The alert path was proven').waitFor()
  const card = page.getByRole('region', { name: 'You are on call' })
  await card.getByText('First, for Shop').waitFor()
  await card.getByText('Nothing can page you yet').waitFor()
})

it('shows what burns and what is owed, most urgent first, each with its one button', { timeout: 40_000 }, async () => {
  await declare(hostile)
  await page.reload()
  const fire = page.getByRole('listitem').filter({ hasText: 'Burning' })
  await fire.getByText(hostile).waitFor()
  await fire.getByText('Nobody yet').waitFor()
  expect(await page.locator('img').count()).toBe(0)
  await page.getByRole('button', { name: 'Acknowledge: I have it' }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await fire.getByText('You', { exact: true }).waitFor()

  await ben.post('/api/v1/incidents/INC-1/join')
  await ben.post('/api/v1/incidents/INC-1/suggest', { text: 'Roll it back', why: 'It was fine' })
  await ben.post('/api/v1/incidents/INC-1/object', { to: 'S1', reason: 'It loses the carts' })
  await page.reload()
  const owed = page.getByRole('region', { name: 'Owed to you, or by you' })
  await owed.getByText("Answer Ben's objection").waitFor()
  expect(await owed.getByRole('listitem').getByRole('link').allTextContents()).toEqual([
    "Answer Ben's objection",
    'Ben suggests: Roll it back',
  ])
  await owed.getByRole('button', { name: 'Answer it…' }).click()
  await page.getByLabel('Your answer').fill('They are copied first')
  await page.getByRole('button', { name: 'Answer it', exact: true }).click()
  await owed.getByText("Answer Ben's objection").waitFor({ state: 'detached' })
  expect(await unreachable(page)).toEqual([])
  expect(complaints).toEqual([])
})

it('finds incidents by words, and keeps a filter that is there after signing in elsewhere', {
  timeout: 40_000,
}, async () => {
  await declare('Search answers 500', 'sev3')
  await page.getByRole('link', { name: 'Incidents', exact: true }).click()
  await page.getByText('2 fit').waitFor()
  await page.getByLabel('Search').fill('onerror cart')
  await page.getByText('1 fits').waitFor()
  await page.getByLabel('Severity').selectOption('sev2')
  await page.getByRole('button', { name: 'Keep this filter…' }).click()
  await page.getByLabel('Its name').fill('The bad <b>ones</b>')
  await page.getByRole('button', { name: 'Keep it' }).click()
  const kept = page.getByRole('button', { name: 'The bad <b>ones</b>', exact: true })
  expect(await kept.getAttribute('aria-pressed')).toBe('true')
  expect(await unreachable(page)).toEqual([])
  await page.goBack()
  await page
    .getByLabel('Severity')
    .locator('option:checked', { hasText: 'Any severity' })
    .waitFor({ state: 'attached' })

  const phone = await signedIn(await browser.newContext({ viewport: { width: 390, height: 844 } }), ana)
  await phone.goto(`${world.url}/incidents`)
  await phone.getByRole('button', { name: 'The bad <b>ones</b>', exact: true }).click()
  await phone.getByText('1 fits').waitFor()
  await phone.waitForURL('**/incidents?q=onerror+cart&severity=sev2')
  const screens = [
    ['/incidents?q=none', 'Nothing fits this filter'],
    ['/services/shop', 'What sends its alerts'],
    ['/', 'The last 14 days'],
  ] as const
  for (const [path, says] of screens) {
    await phone.goto(world.url + path)
    await phone.getByText(says).waitFor()
    expect([path, await tooSmall(phone), await tooWide(phone), await unreachable(phone)]).toEqual([path, [], 0, []])
  }
  expect((await ben.get<{ filters: unknown[] }>('/api/v1/me/filters')).body.filters).toEqual([])
})

it('shows a service to everyone, lets an admin change it, and says what there is not', {
  timeout: 30_000,
}, async () => {
  await page.goto(`${world.url}/services/shop`)
  await page.getByText('1 address is told').waitFor()
  await page.getByText('support@example.org').waitFor()
  await page.getByRole('button', { name: 'Change it' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Owner').fill(hostile.replace('\u202e', ''))
  await form.getByLabel('Who must know').fill('not an address')
  await form.getByRole('button', { name: 'Save it' }).click()
  await form.getByText('stakeholders.0.email').waitFor()
  await form.getByLabel('Who must know').fill('support@example.org\nsales@example.org')
  await form.getByLabel('Its alerts').selectOption('watch-only')
  await form.getByRole('button', { name: 'Save it' }).click()
  await page.getByText('Watched only: its alerts are listed here.').waitFor()
  await page.getByText('2 addresses are told').waitFor()
  expect(await page.locator('img').count()).toBe(0)
  const viewer = await world.person('Vera, who looks', 'viewer')
  for (const [who, addresses] of [
    [viewer, 0],
    [ben, 2],
  ] as const) {
    const { body } = await who.get<{ stakeholders: unknown[]; stakeholderCount: number }>('/api/v1/services/shop')
    expect([body.stakeholders.length, body.stakeholderCount]).toEqual([addresses, 2])
  }
  await page.goto(`${world.url}/services/nothing`)
  await page.getByRole('heading', { name: 'There is no service “nothing”' }).waitFor()
  expect(complaints).toEqual([])
})

it('fits every width between a phone and a desk', { timeout: 40_000 }, async () => {
  const screens = [
    ['/', 'On fire now'],
    ['/incidents/INC-1', 'Board'],
    ['/settings/me', 'Sessions'],
    ['/settings/rules', 'Rules'],
  ] as const
  for (const [path, says] of screens) {
    await page.goto(world.url + path)
    await page.getByRole('heading', { name: says }).first().waitFor()
    const wide: [number, number][] = []
    for (const width of [760, 900, 1024, 1180]) {
      await page.setViewportSize({ width, height: 800 })
      wide.push([width, await tooWide(page)])
    }
    expect([path, wide.filter(([, over]) => over > 0)]).toEqual([path, []])
    await page.setViewportSize({ width: 900, height: 800 })
    expect([path, await unreachable(page)]).toEqual([path, []])
  }
  await page.setViewportSize({ width: 1440, height: 900 })
})

it('answers a filter that means nothing with the field that is wrong, and keeps at most fifty', async () => {
  const path = async (query: string) =>
    (await ben.get<{ error?: { path: string } }>(`/api/v1/incidents?${query}`)).body.error?.path
  expect(await path('status=burning')).toBe('query.status')
  expect(await path('severity=sev9')).toBe('query.severity')
  expect(await path('from=0000-01-01')).toBe('query.from')
  expect(await path('after=INC-999')).toBe('query.after')
  expect(await path('limit=0')).toBe('query.limit')
  const lines = await ben.get<{ incidents: { number: number }[] }>('/api/v1/incidents?view=line&limit=1&after=INC-2')
  expect(lines.body.incidents.map(one => one.number)).toEqual([1])
  const keep = (name: string) => ben.put(`/api/v1/me/filters/${encodeURIComponent(name)}`, { filter: { q: name } })
  expect((await keep('a\nb')).status).toBe(400)
  const kept = await Promise.all(Array.from({ length: 52 }, (_, n) => keep(`filter ${n}`)))
  expect(kept.filter(answer => answer.status === 200)).toHaveLength(50)
  expect((await keep('filter 99')).body['error']).toMatchObject({ code: 'too-many' })
})
