import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { cutPlaces, tooSmall, tooWide, unreachable } from '../page-checks.ts'
import { firing, sendingTo } from '../sending.ts'

let world: World
let ana: Caller
let browser: OpenChromium
let page: Page

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  ana = await world.person('Ana', 'admin', 'ana@example.org')
  const shop = await sendingTo(world, 'shop')
  await shop.send(firing({ alertname: 'DiskFull', instance: 'a' }), firing({ alertname: 'CardsDeclined' }))
  const pay = await sendingTo(world, 'pay', { mode: 'watch-only' })
  await pay.send(firing({ alertname: 'Slow' }))
  const made = await ana.post<{ key: string }>('/api/v1/integrations', {
    service: 'shop',
    kind: 'pagerduty',
    name: 'what pages us today',
    mode: 'shadow',
  })
  const payload = { summary: 'The queue is long', source: 'q-1', severity: 'critical' }
  await world.admin.post('/v2/enqueue', { routing_key: made.body.key, event_action: 'trigger', payload })
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(10_000)
  await page.goto(`${world.url}/sign-in?to=/settings/silences`)
  await page.getByRole('button', { name: 'With a token instead' }).click()
  await page.getByLabel('Token').fill(ana.token)
  await page.keyboard.press('Enter')
  await page.getByText('Nothing is silenced.').waitFor()
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

const at = async (path: string) => void (await page.goto(world.url + path))

it('a silence is made by keyboard from the alert that it is about, and ended by one button', {
  timeout: 40_000,
}, async () => {
  await at('/services/shop')
  await page.getByRole('link', { name: 'Silence it' }).first().click()
  await page.getByLabel('Why').fill('The disk is being grown')
  const name = await page.getByLabel('Value of label 1').inputValue()
  await page.keyboard.press('Enter')
  await page.getByText('It is quiet now').waitFor()
  const line = page.getByRole('listitem').filter({ hasText: `Alerts of shop whose alertname is ${name}` })
  await line.getByText('The disk is being grown').waitFor()
  await line.getByRole('button', { name: 'End now' }).click()
  await page.getByText('Nothing is silenced.').waitFor()
  await page.getByRole('heading', { name: 'Over' }).waitFor()
})

it('a rule that a link proposes is tried on the last week, then saved; untried it says so', {
  timeout: 40_000,
}, async () => {
  await at('/settings/alert-rules?service=shop&alertname=DiskFull&change=list')
  await page.getByRole('button', { name: 'Save it untried' }).waitFor()
  await page.getByText('Not tried yet').waitFor()
  await page.getByRole('button', { name: 'Try it on the last week' }).click()
  const result = page.getByRole('region', { name: 'The last week under these rules' })
  await result.getByText('One critical alert would be missed.').or(result.getByText('No critical')).waitFor()
  await result.getByText('kept out: Alerts of severity info').waitFor()
  await page.getByLabel('Why').fill('It is full every night')
  await page.getByRole('button', { name: 'Save it', exact: true }).click()
  await page.getByText('Saved. It holds from the next alert on.').waitFor()
  await page.getByText('Version 1, saved by Ana: It is full every night.').waitFor()
  expect((await ana.get('/api/v1/rules')).body).toMatchObject({
    version: 1,
    rules: { severities: [{ severity: 'info' }] },
  })
})

it('what is wrong with a rule is said with its place, and what was typed stays', { timeout: 40_000 }, async () => {
  await at('/settings/alert-rules')
  await page.getByRole('button', { name: 'Add a rule to What belongs together' }).click()
  await page.getByLabel('Opens once so many fire').fill('1')
  await page.getByRole('button', { name: 'Try it on the last week' }).click()
  await page.getByText('What belongs together, rule 1, threshold:').waitFor()
  expect(await page.getByLabel('Opens once so many fire').inputValue()).toBe('1')
})

it('a watched service says what it would have done, and is switched live by one button', {
  timeout: 40_000,
}, async () => {
  await at('/services/pay')
  await page.getByText('it would have opened 1 incident and paged 1 time').waitFor()
  expect(await unreachable(page)).toEqual([])
  await page.getByRole('button', { name: 'Switch live' }).click()
  await page.getByText('Live: an alert of severity error or critical').waitFor()
  await until(async () => {
    const { incidents } = (await ana.get<{ incidents: { service: string }[] }>('/api/v1/incidents')).body
    return incidents.some(one => one.service === 'pay')
  }, 'what fires there to come in')
})

it('the pages of quiet fit a phone, a thumb and a screen reader', { timeout: 60_000 }, async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const [part, shows] of [
    ['silences', 'A new silence'],
    ['alert-rules', 'For everything'],
    ['shadow', 'They woke you 1 time'],
    ['noise', 'Only list it'],
    ['senders', 'in shadow'],
  ] as const) {
    await at(`/settings/${part}`)
    await page.getByText(shows).first().waitFor()
    expect(await tooSmall(page), part).toEqual([])
    expect(await tooWide(page), part).toBeLessThanOrEqual(0)
    expect(await unreachable(page), part).toEqual([])
  }
  // Every place of the bar is in sight, on a small phone too.
  for (const width of [390, 360, 320]) {
    await page.setViewportSize({ width, height: 700 })
    expect(await cutPlaces(page), `${width}`).toBe(0)
  }
  expect(world.errors).toEqual([])
})
