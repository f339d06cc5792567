import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { drawn, holdBack, mayHoldBack } from '../hold-back.ts'
import { openBrowser, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'

const incident = '/api/v1/incidents/INC-1'

let world: World
let browser: OpenChromium
let context: BrowserContext
let page: Page
let ana: Caller
let ben: Caller
let shell: SharedShell | undefined

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  ;[ana, ben] = [await world.person('Ana'), await world.person('Ben')]
  await ben.post('/api/v1/incidents', { title: 'Checkout fails', severity: 'sev2', service: 'default' })
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(10_000)
  await mayHoldBack(context)
  await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
  page = await context.newPage()
})
afterAll(async () => {
  await shell?.end()
  await browser.close()
  await world.stop()
})

const dialog = () => page.getByRole('dialog')
const timeline = (of = page) => of.getByLabel('Timeline', { exact: true })
const opensRoom = async (of = page) => {
  await of.goto(`${world.url}/incidents/INC-1`)
  await of.getByRole('heading', { level: 1, name: 'Checkout fails' }).waitFor()
}
const updates = async () =>
  (await ana.get<{ updates: { text: string }[] }>(incident)).body.updates.map(update => update.text)

it('an answer that comes late closes no form that was opened meanwhile', { timeout: 30_000 }, async () => {
  await opensRoom()
  const late = await holdBack(page, '**/acknowledge')
  await page.keyboard.press('a')
  await late.held(1)
  await page.keyboard.press('s')
  await page.keyboard.type('Roll the gateway back')
  await late.release(0)
  await page.getByText('You have it', { exact: true }).waitFor()
  expect(await page.getByLabel('What to do').inputValue()).toBe('Roll the gateway back')
  await page.keyboard.press('Tab')
  await page.keyboard.type('It was fine before')

  const suggested = await holdBack(page, '**/suggest')
  await page.keyboard.press('Control+Enter')
  await suggested.held(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.keyboard.type('no route for GET /cart')
  await suggested.release(0)
  await timeline().getByText('Roll the gateway back').first().waitFor()
  expect(await dialog().getByRole('textbox').first().inputValue()).toBe('no route for GET /cart')
  await page.keyboard.press('Escape')
  await page.unrouteAll()
})

it('the next line is written while the one before is on its way', { timeout: 30_000 }, async () => {
  const late = await holdBack(page, '**/post-update')
  await page.keyboard.press('m')
  await page.keyboard.type('Carts are empty')
  await page.keyboard.press('Enter')
  await late.held(1)
  await page.keyboard.press('Enter')
  await page.keyboard.type('Orders go on')
  await late.release(0)
  await timeline().getByText('not sent yet').waitFor({ state: 'detached' })
  expect(await page.getByLabel('Write to the timeline').inputValue()).toBe('Orders go on')
  expect(await updates()).toEqual(['Carts are empty'])
  await page.unrouteAll()
  await page.route('**/post-update', route => route.fulfill({ status: 400, json: { error: { message: 'Not that.' } } }))
  await page.keyboard.press('Enter')
  await page.getByText('Not that.').waitFor()
  expect(await page.getByLabel('Write to the timeline').inputValue()).toBe('Orders go on')
  await page.unrouteAll()
})

it('what waits is sent in the order it was written, also by a page that was loaded anew', {
  timeout: 30_000,
}, async () => {
  const lines = ['Written first', 'Written second']
  await page.route('**/post-update', route => route.abort())
  for (const line of lines) {
    await page.getByLabel('Write to the timeline').fill(line)
    await page.keyboard.press('Enter')
    await timeline().getByRole('listitem').filter({ hasText: line }).getByText('not sent yet').waitFor()
  }
  await page.unrouteAll()
  const asked: (() => Promise<void>)[] = []
  await page.route('**/post-update', route => void asked.push(() => route.continue()))
  await opensRoom()
  await until(() => asked.length > 0, 'the first to be sent')
  await drawn(page)
  expect(asked).toHaveLength(1)
  await asked[0]?.()
  await page.unrouteAll()
  await until(async () => (await updates()).includes('Written second'), 'both to be sent')
  expect((await updates()).filter(text => lines.includes(text))).toEqual(lines)
})

it('the first page, too, keeps a form that was opened while an answer was on its way', {
  timeout: 30_000,
}, async () => {
  await ben.post(`${incident}/join`)
  await ben.post(`${incident}/suggest`, { text: 'Drain web-2', why: 'It is the slow one' })
  await ben.post(`${incident}/object`, { to: 'S2', reason: 'web-1 cannot carry it' })
  await ben.post('/api/v1/incidents', { title: 'Search is slow', severity: 'sev3', service: 'default' })
  await page.goto(world.url)
  const late = await holdBack(page, '**/INC-2/acknowledge')
  const acknowledge = page.getByRole('region', { name: 'Owed to you' }).getByRole('button', { name: /^Ack.*INC-2/ })
  await acknowledge.click()
  await late.held(1)
  await page.getByRole('button', { name: 'Answer it… INC-1' }).press('Enter')
  await page.getByLabel('Your answer').fill('It carried both yesterday')
  await late.release(0)
  await acknowledge.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Your answer').inputValue()).toBe('It carried both yesterday')
  await page.unrouteAll()
})

it('a room that opens slowly shows where its lead looked meanwhile', { timeout: 30_000 }, async () => {
  const { id } = (await ana.get<{ id: string }>(incident)).body
  await page.goto('about:blank')
  const leads = await openBrowser(world.url, ana.token)
  leads.send({ type: 'watch-timeline', incident: id })
  await until(() => leads.messages.some(message => message.type === 'presence'), 'the lead to be there')
  leads.send({ type: 'view', incident: id, view: { tab: 'board' } })

  const bens = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  bens.setDefaultTimeout(10_000)
  await bens.request.post(`${world.url}/api/v1/session`, { data: { token: ben.token } })
  const slow = await bens.newPage()
  const heard: string[] = []
  slow.on('websocket', socket => socket.on('framereceived', ({ payload }) => heard.push(String(payload))))
  const me = await holdBack(slow, '**/api/v1/me')
  await slow.goto(`${world.url}/incidents/INC-1`)
  await until(() => heard.some(frame => frame.includes('"view"')), 'word of where the lead looks')
  await me.held(1)
  await me.release(0)
  await slow.getByText('Ana looks at the board').waitFor()
  await bens.close()
  leads.close()
})

it('an answer ahead of the line, and a reading that fails, do not make the picture old', {
  timeout: 30_000,
}, async () => {
  const line: { held?: (string | Buffer)[]; page?: WebSocketRoute } = {}
  const own = await context.newPage()
  await own.clock.install()
  await own.routeWebSocket('**/ws', socket => {
    line.page = socket
    socket.connectToServer().onMessage(frame => (line.held ? line.held.push(frame) : socket.send(frame)))
  })
  await opensRoom(own)
  await timeline(own).getByText('Written second').waitFor()
  await until(() => line.page, 'the line')
  await own.route('**/timeline?after=*', route => route.abort())
  line.held = []
  await ben.post(`${incident}/post-update`, { text: 'Ben was quicker', audience: 'responders' })
  await own.getByLabel('Write to the timeline').fill('Ana as well')
  await Promise.all([own.waitForEvent('requestfailed'), own.keyboard.press('Enter')])
  for (const frame of line.held.splice(0)) line.page?.send(frame)
  line.held = undefined
  await timeline(own).getByText('Ben was quicker').waitFor()
  await timeline(own).getByText('Ana as well').waitFor()
  await own.clock.fastForward(10_000)
  await drawn(own)
  expect(await own.getByText('No connection to Fireline.').count()).toBe(0)
  await own.close()
})

it('a terminal that stands on the timeline before its program is at the server comes into sight by itself', {
  timeout: 30_000,
}, async () => {
  const { id } = (await ana.get<{ id: string }>(incident)).body
  shell = await shareShell(world.url, ana, id)
  await until(
    async () => (await ana.get<{ terminals: unknown[] }>(incident)).body.terminals.length > 0,
    'the terminal to be shared',
  )
  const own = await context.newPage()
  let asked = 0
  await own.routeWebSocket('**/ws', socket => {
    const server = socket.connectToServer()
    socket.onMessage(frame => {
      const { type, terminal } = JSON.parse(String(frame)) as { type: string; terminal?: string }
      if (type !== 'watch-terminal' || asked++ > 0) return server.send(frame)
      const no = { type: 'refused', about: type, code: 'no-terminal', message: 'This terminal is not shared now.' }
      return socket.send(JSON.stringify({ ...no, terminal }))
    })
  })
  await opensRoom(own)
  await own.locator('.xterm-rows', { hasText: /[#$]/ }).waitFor()
  await own.getByText('This terminal is not shared now.').waitFor({ state: 'detached' })
  await own.close()
})

it('a key that is pressed as soon as its page is in sight is heard', { timeout: 30_000 }, async () => {
  const own = await context.newPage()
  await own.addInitScript(() => {
    const pressAtFirstSight = () => {
      if (!document.querySelector('h1')) return
      seen.disconnect()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true }))
    }
    const seen = new MutationObserver(pressAtFirstSight)
    seen.observe(document, { childList: true, subtree: true })
  })
  await own.goto(world.url)
  await own.getByRole('dialog', { name: 'Declare an incident' }).waitFor()
  await own.close()
})

it('a filter picked while the words are still being typed stays; a list that was left stays left', {
  timeout: 30_000,
}, async () => {
  const own = await context.newPage()
  await own.clock.install()
  await own.goto(`${world.url}/incidents`)
  await own.clock.pauseAt(Date.now() + 60_000)
  await own.getByLabel('Search').fill('cart')
  await own.getByLabel('Severity').selectOption('sev2')
  await own.clock.runFor(1_000)
  await own.waitForURL('**/incidents?q=cart&severity=sev2')
  await own.getByLabel('Search').fill('carts')
  await own.getByRole('link', { name: 'Services', exact: true }).click()
  await own.waitForURL('**/services')
  await own.clock.runFor(1_000)
  expect(new URL(own.url()).pathname).toBe('/services')
  await own.close()
})
