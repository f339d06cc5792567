import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillTimeline, openWatchers, percentile, scrollTimeline } from '../busy-room.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { unreachable } from '../page-checks.ts'

const entries = 5_000

let world: World
let browser: OpenChromium
let context: BrowserContext
let page: Page
let ana: Caller
let incident: string

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  ana = await world.person('Ana')
  const said = { title: 'Checkout fails', severity: 'sev2', service: 'default' }
  incident = (await ana.post<{ id: string }>('/api/v1/incidents', said)).body.id
  await ana.post(`/api/v1/incidents/${incident}/acknowledge`, {})
  await fillTimeline(world, incident, { kind: 'person', id: ana.id, name: 'Ana' }, entries)
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(30_000)
  await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
  page = await context.newPage()
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

const timeline = () => page.getByRole('list', { name: 'Timeline', exact: true })

it('opens a timeline of 5,000 entries at now, and scrolls through it without a stutter', {
  timeout: 60_000,
}, async () => {
  const from = performance.now()
  await page.goto(`${world.url}/incidents/${incident}`)
  await timeline()
    .getByText(`Word ${Math.floor((entries - 10) / 5) * 5}`)
    .first()
    .waitFor()
  const openedMs = Math.round(performance.now() - from)
  await timeline().getByText('Word 0:').waitFor({ state: 'attached' })
  const wholeMs = Math.round(performance.now() - from)
  const scrolled = await scrollTimeline(page, 1_500)
  console.log(`5,000 entries: the last screenful after ${openedMs} ms, all after ${wholeMs} ms;`, scrolled)
  expect(openedMs).toBeLessThan(5_000)
  // What other programs of a busy machine take away is no stutter of ours: a frame has 16.7 ms, and needs far less of them.
  expect(scrolled.cpuMsPerFrame).toBeLessThan(12)
})

it('keeps the place of who reads further up, shows only what is asked for, and leads back to now', {
  timeout: 60_000,
}, async () => {
  const top = async () => timeline().evaluate(list => Math.round(list.scrollTop))
  await timeline().evaluate(list => list.scrollTo(0, list.scrollHeight / 2))
  await page.getByRole('button', { name: 'Back to now' }).waitFor()
  const before = await top()
  await ana.post(`/api/v1/incidents/${incident}/post-update`, { text: 'New below', audience: 'responders' })
  await timeline().getByText('New below').waitFor({ state: 'attached' })
  expect(Math.abs((await top()) - before)).toBeLessThan(40)
  await page.getByRole('button', { name: 'Back to now' }).click()
  await timeline().getByText('New below').waitFor()

  await page.getByLabel('Find in the timeline').fill('web-4001 ')
  await page.getByText('1 of 5001').waitFor()
  await timeline().getByText('kubectl logs web-4001').waitFor()
  expect(await unreachable(page)).toEqual([])
  await page.getByLabel('Find in the timeline').fill('')
  await page.getByLabel('Show', { exact: true }).selectOption('machines')
  await page.getByText(/^(1\d|20)\d\d of 5001$/).waitFor()
  await page.getByLabel('Show', { exact: true }).selectOption('all')
})

it('shows what a command did on 20 open screens within 100 ms', { timeout: 60_000 }, async () => {
  const second = await context.newPage()
  for (const one of [page, second]) {
    await one.goto(`${world.url}/incidents/${incident}`)
    await one.getByText('Word 4980').first().waitFor()
  }
  const watchers = await openWatchers(world, ana, incident, { sockets: 18, pages: [page, second] })
  const p95s: number[] = []
  await until(
    async () => {
      const { fromAnswer } = await watchers.latencies(8)
      p95s.push(Math.round(percentile(fromAnswer, 0.95)))
      return p95s.length === 4 || Math.min(...p95s) <= 100
    },
    'measures',
    40_000,
  )
  watchers.close()
  console.log(`20 screens: p95 ${p95s.join(', ')} ms after the answer`)
  // A machine that is busy with something else gets another try.
  expect(Math.min(...p95s)).toBeLessThanOrEqual(100)
})
