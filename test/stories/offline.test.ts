import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { mayHoldBack } from '../hold-back.ts'
import { tooSmall, tooWide, unreachable } from '../page-checks.ts'

let database: CutOffDatabase
let world: World
let browser: OpenChromium
let context: BrowserContext
let page: Page
let ana: Caller
let ben: Caller

beforeAll(async () => {
  database = await cutOffDatabase()
  const [opened, started] = await Promise.all([openChromium(), startWorld({ DATABASE_URL: database.url }), buildWeb()])
  browser = opened
  world = started
  ana = await world.person('Ana')
  ben = await world.person('Ben')
  await ben.post('/api/v1/incidents', { title: 'Checkout fails', severity: 'sev2', service: 'default' })
  await ana.post('/api/v1/incidents/INC-1/acknowledge', {})
  await ben.post('/api/v1/incidents/INC-1/suggest', { text: 'Roll back', why: 'It was fine before' })
  await ana.post('/api/v1/incidents/INC-1/propose-change', {
    what: 'Drain web-2',
    kind: 'simple',
    intent: 'mitigation',
    touches: [],
    commands: [],
  })
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await mayHoldBack(context)
  context.setDefaultTimeout(10_000)
  await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
  page = await context.newPage()
})
afterAll(async () => {
  database.thaw()
  await browser.close()
  await world.stop()
  await database.drop()
})

const timeline = () => page.getByLabel('Timeline', { exact: true })
const updates = async () =>
  (await ana.get<{ updates: { text: string }[] }>('/api/v1/incidents/INC-1')).body.updates.map(update => update.text)
const write = async (text: string) => {
  await page.getByLabel('Write to the timeline').fill(text)
  await page.getByRole('button', { name: 'Write', exact: true }).click()
}

it('reads on while offline, keeps what is written over a reload of the page, and sends it once', {
  timeout: 40_000,
}, async () => {
  await page.goto(`${world.url}/incidents/INC-1`)
  await timeline().getByText('Drain web-2').waitFor()
  await context.setOffline(true)
  await page.getByText('You are offline.').waitFor()
  await page.getByText(/This is \d\d:\d\d:\d\d, \d+ s ago\./).waitFor()

  await write('202 rows, without the hooks')
  const mine = timeline().getByRole('listitem').filter({ hasText: '202 rows, without the hooks' })
  await mine.getByText('not sent yet').waitFor()
  await page.getByText('1 entry is kept here and will be saved once.').waitFor()
  await page.getByRole('button', { name: 'Suggest' }).first().click()
  await page.getByLabel('What to do').fill('Warm the cache')
  await page.getByLabel('Why it helps').fill('It hides the rest')
  await page.getByRole('button', { name: 'Suggest it' }).click()
  await timeline().getByText('Warm the cache').waitFor()

  const apply = page.locator('details').getByRole('button', { name: 'Apply change' })
  expect(await apply.getAttribute('aria-disabled')).toBe('true')
  await apply.focus()
  await page.keyboard.press('Enter')
  await page
    .locator('details')
    .getByRole('status')
    .getByText('Changes cannot be applied from an old picture.')
    .waitFor()
  expect(await unreachable(page)).toEqual([])
  expect(await updates()).toEqual([])

  await context.setOffline(false)
  await mine.getByText('not sent yet').waitFor({ state: 'detached' })
  await page.getByText('You are offline.').waitFor({ state: 'detached' })
  expect(await apply.getAttribute('aria-disabled')).toBeNull()
  expect(await updates()).toEqual(['202 rows, without the hooks'])
})

it('a write whose answer was lost is asked again by its key after a reload, and is never doubled', {
  timeout: 40_000,
}, async () => {
  const cut = { now: true, asked: 0 }
  await page.route('**/post-update', async route => {
    cut.asked += 1
    if (!cut.now) return route.continue()
    await route.fetch()
    return route.abort()
  })
  await write('The cut came after sending')
  await timeline().getByText('not sent yet').waitFor()
  const asked = cut.asked
  await page.reload()
  await timeline().getByText('not sent yet').waitFor()
  await until(() => cut.asked > asked, 'another try')
  cut.now = false
  // Its entry may come over the socket before the answer takes the waiting row away.
  await timeline().getByText('You: The cut').waitFor({ state: 'detached' })
  await timeline().getByText('The cut came after sending').waitFor()
  await page.unroute('**/post-update')
  expect((await updates()).filter(text => text === 'The cut came after sending')).toHaveLength(1)
})

it('what is refused when it is sent stays with its refusal; what is too old is looked at first', {
  timeout: 40_000,
}, async () => {
  await context.setOffline(true)
  await page.getByText('You are offline.').waitFor()
  await write('Written the day before yesterday')
  await page.getByRole('button', { name: 'Object…' }).first().click()
  await page.getByLabel('What would go wrong').fill('The cart empties')
  await page.getByRole('button', { name: 'Object', exact: true }).click()
  await timeline().getByText('The cart empties').waitFor()
  await page.evaluate(() => {
    for (const [place, text] of Object.entries(localStorage)) {
      if (!place.startsWith('fireline-unsent:')) continue
      const kept = JSON.parse(String(text)) as { command: string; at: string; body: Record<string, string> }[]
      for (const one of kept) {
        if (one.command === 'object') one.body['to'] = 'S99'
        else one.at = new Date(Date.now() - 2 * 86_400_000).toISOString()
      }
      localStorage.setItem(place, JSON.stringify(kept))
    }
  })
  await context.setOffline(false)
  await page.reload()
  const old = timeline().getByRole('listitem').filter({ hasText: 'Written the day before yesterday' })
  await old.getByText('not sent, 2 days old').waitFor()
  const refused = timeline().getByRole('listitem').filter({ hasText: 'The cart empties' })
  await refused.getByText('not taken').waitFor()
  expect(await unreachable(page)).toEqual([])
  await refused.getByRole('button', { name: 'Throw it away' }).click()
  await old.getByRole('button', { name: 'Send it now' }).click()
  await until(async () => (await updates()).includes('Written the day before yesterday'), 'it to be sent')
  await timeline().getByText('not sent').waitFor({ state: 'detached' })
})

it('the first page says how old it is while the database hangs, and goes on by itself', {
  timeout: 40_000,
}, async () => {
  const [seen, fresh] = [await context.newPage(), await context.newPage()]
  for (const home of [seen, fresh]) await home.clock.install()
  await seen.goto(world.url)
  await seen.getByText('Checkout fails').first().waitFor()
  database.freeze()
  await fresh.goto(world.url)
  for (const home of [seen, fresh]) {
    await home.getByText(/What you see is \d+ s old\./).waitFor()
    await home.getByText('Checkout fails').first().waitFor()
  }
  await fresh.getByText('This is the last copy that it kept.').waitFor()
  expect([await unreachable(seen), await unreachable(fresh)]).toEqual([[], []])
  database.thaw()
  const search = { title: 'Search is slow', severity: 'sev3', service: 'default' }
  await until(async () => (await ben.post('/api/v1/incidents', search)).status < 300, 'to declare again')
  for (const home of [seen, fresh]) {
    await until(async () => {
      await home.clock.fastForward(5_000)
      return home.getByText('Search is slow').first().isVisible()
    }, 'what burns now')
    await home.getByText('What you see is').waitFor({ state: 'detached' })
    expect(await home.getByRole('heading', { level: 1 }).innerText()).toBe('On fire now')
    await home.close()
  }
})

it('says in red that Fireline cannot save, keeps what is written, and saves it once when it can', {
  timeout: 40_000,
}, async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: 'Timeline', exact: true }).click()
  database.freeze()
  await page.getByText('Fireline cannot save right now.').waitFor()
  await write('Written while nothing could be saved')
  await page.getByText('1 entry is kept here and will be saved once.').waitFor()
  expect(await unreachable(page)).toEqual([])
  expect(await tooSmall(page)).toEqual([])
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  database.thaw()
  await page.getByText('Fireline cannot save right now.').waitFor({ state: 'detached' })
  await timeline().getByText('not sent yet').waitFor({ state: 'detached' })
  expect((await updates()).filter(text => text === 'Written while nothing could be saved')).toHaveLength(1)
})
