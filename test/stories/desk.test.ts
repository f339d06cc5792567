import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { holdBack } from '../hold-back.ts'
import { type CutLine, cutLineTo } from '../lease/faults.ts'
import { unreachable } from '../page-checks.ts'
import { openBrowser, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'

const incident = '/api/v1/incidents/INC-1'

let world: World
let browser: OpenChromium
let ana: Caller
let ben: Caller
let noor: Caller
let shell: SharedShell
/** From the program next to it to Fireline. */
let line: CutLine
/** Ana leads, Ben works on it, Noor watches and learns. */
let anas: Page
let bens: Page
let noors: Page

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  ;[ana, ben, noor] = [await world.person('Ana'), await world.person('Ben'), await world.person('Noor', 'viewer')]
  await ana.post('/api/v1/changes', { summary: 'deploy gateway 2.31.0', author: 'leo' })
  await ana.post('/api/v1/incidents', { title: 'Checkout shows no data', severity: 'sev2' })
  anas = await roomOf(ana)
})
afterAll(async () => {
  await shell?.end()
  line?.close()
  await browser.close()
  await world.stop()
})

/** The room in a browser of this person. */
async function roomOf(who: Caller, colorScheme: 'dark' | 'light' = 'dark'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(`${world.url}/sign-in?to=/incidents/INC-1`)
  await page.getByRole('button', { name: 'With a token instead' }).click()
  await page.getByLabel('Token').fill(who.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Checkout shows no data' }).waitFor()
  return page
}

const dialog = (page: Page) => page.getByRole('dialog')
/** What was sent may stand in the room a moment before its form is gone, and until then letters belong to the form. */
const sent = (page: Page) => dialog(page).waitFor({ state: 'detached' })

it('goes from a laptop at 3 a.m. to a confirmed cause by keys alone', { timeout: 60_000 }, async () => {
  const press = (key: string) => anas.keyboard.press(key)
  await press('a')
  await anas.getByText('You have it', { exact: true }).waitFor()

  await press('l')
  await anas.getByRole('region', { name: 'Around the onset' }).getByText('deploy gateway 2.31.0').waitFor()
  expect(await anas.evaluate(() => document.activeElement?.getAttribute('aria-labelledby'))).toBe('h-onset')

  await press('h')
  await anas.keyboard.type('The gateway was deployed')
  await press('Enter')
  const theory = anas.locator('[data-ref="H1"]')
  await theory.waitFor()
  await sent(anas)

  await press('e')
  await anas.keyboard.type('no route for GET /cart')
  await press('Control+Enter')
  await anas.locator('[data-ref="E1"]').first().waitFor()
  await sent(anas)

  await press('p')
  await press('Shift+F6')
  await press('j')
  expect(await anas.evaluate(() => document.activeElement?.getAttribute('data-ref'))).toBe('H1')
  await press('Enter')
  await press('Enter')
  await dialog(anas).getByText('Attach evidence').waitFor()
  await press('Control+Enter')
  await anas.getByRole('region', { name: 'Next' }).getByText('Something supports it').waitFor()
  await sent(anas)
  await press('a')
  await anas.locator('[data-state="confirmed"]').waitFor()
})

it('loses no text to Escape, and sends a drafted update with Enter', { timeout: 40_000 }, async () => {
  await anas.keyboard.press('s')
  await anas.keyboard.type('Roll the gateway back')
  await anas.keyboard.press('Escape')
  await dialog(anas).waitFor({ state: 'detached' })
  await anas.keyboard.press('s')
  await dialog(anas).getByText('Kept from before').waitFor()
  expect(await anas.getByLabel('What to do').inputValue()).toBe('Roll the gateway back')
  await anas.getByRole('button', { name: 'Begin anew' }).click()
  expect(await anas.getByLabel('What to do').inputValue()).toBe('')
  await anas.keyboard.press('Escape')

  await anas.keyboard.press('m')
  await anas.keyboard.type('half a word')
  await anas.keyboard.press('Escape')
  expect(await anas.evaluate(() => document.activeElement?.id)).not.toBe('write')
  expect(await anas.getByLabel('Write to the timeline').inputValue()).toBe('half a word')

  await anas.keyboard.press('u')
  await dialog(anas).getByRole('button', { name: 'Post update' }).waitFor()
  expect(await anas.getByLabel('What you know').inputValue()).toContain('We know the cause')
  await anas.keyboard.press('Enter')
  await dialog(anas).waitFor({ state: 'detached' })
  await anas.getByLabel('Timeline', { exact: true }).getByText('We know the cause').waitFor()
})

it('finds anything by its name, and says why what is off is off', { timeout: 40_000 }, async () => {
  await anas.keyboard.press('Control+k')
  const name = anas.getByRole('combobox', { name: /^Name of an action/ })
  await name.fill('object')
  const option = anas.getByRole('option', { name: /^Object…/ })
  await option.waitFor()
  expect(await option.getAttribute('aria-disabled')).toBe('true')
  expect(await option.innerText()).toContain('Nothing is suggested or proposed yet.')
  expect(await unreachable(anas)).toEqual([])
  await name.fill('severity how bad')
  await anas.keyboard.press('Escape')
  await anas.keyboard.press('Control+k')
  await name.fill('home')
  await anas.getByRole('option', { name: /^Home/ }).waitFor()
  await name.fill('how bad')
  await anas.keyboard.press('Enter')
  await dialog(anas).getByRole('heading', { name: 'How bad is it' }).waitFor()
  await anas.keyboard.press('Escape')
  await dialog(anas).waitFor({ state: 'detached' })
})

it('has a sheet of its keys, on which the letters can be switched off', { timeout: 40_000 }, async () => {
  await anas.keyboard.press('?')
  await dialog(anas).getByText('Logs around the onset').waitFor()
  expect(await unreachable(anas)).toEqual([])
  await dialog(anas).getByRole('checkbox').uncheck()
  await anas.keyboard.press('Escape')
  await anas.keyboard.press('e')
  await anas.keyboard.press('Control+k')
  await anas.getByRole('combobox', { name: /^Name of/ }).waitFor()
  expect(await dialog(anas).count()).toBe(1)
  await anas.keyboard.press('Escape')
  await anas.getByRole('button', { name: 'Keys' }).click()
  await dialog(anas).getByRole('checkbox').check()
  await anas.keyboard.press('Escape')
})

it("lets others follow the lead's view until they go somewhere themselves", { timeout: 60_000 }, async () => {
  await ben.post(`${incident}/join`)
  await noor.post(`${incident}/join`, { as: 'observer' })
  ;[bens, noors] = await Promise.all([roomOf(ben, 'light'), roomOf(noor)])
  await anas.locator('[data-ref="H1"]').getByRole('heading').click()
  await bens.getByText('Ana looks at H1').waitFor()
  expect(await bens.locator('[data-chosen]').count()).toBe(0)
  await noors.locator('[data-ref="H1"][data-chosen]').waitFor()
  await bens.getByRole('button', { name: 'Follow Ana' }).click()
  await bens.locator('[data-ref="H1"][data-chosen]').waitFor()
  expect(await unreachable(bens)).toEqual([])
  await bens.keyboard.press('p')
  await bens.getByRole('button', { name: 'Follow again' }).waitFor()
})

it("passes nobody's view on but the lead's", { timeout: 40_000 }, async () => {
  const id = (await ana.get<{ id: string }>(incident)).body.id
  const [others, watches] = await Promise.all([openBrowser(world.url, ben.token), openBrowser(world.url, noor.token)])
  for (const socket of [others, watches]) socket.send({ type: 'watch-timeline', incident: id })
  await until(() => watches.messages.some(message => message.type === 'view'), 'the view of the lead')
  for (const socket of [others, watches]) socket.send({ type: 'view', incident: id, view: { tab: 'people' } })
  await anas.keyboard.press('y')
  const tabs = () => watches.messages.flatMap(message => (message.type === 'view' ? [message.view.tab] : []))
  await until(() => tabs().includes('timeline'), 'where the lead went')
  expect(tabs()).not.toContain('people')
  others.send({ type: 'view', incident: id, view: { tab: 'people', selection: 'not a reference' } })
  await until(() => others.socket.readyState === others.socket.CLOSED, 'a frame out of shape to end the socket')
  watches.close()
})

it('hands the keyboard over with one key, and no other key goes anywhere before it', { timeout: 60_000 }, async () => {
  const { id } = (await ana.get<{ id: string }>(incident)).body
  line = await cutLineTo(world.url)
  shell = await shareShell(line.url, ana, id)
  await anas.getByText('You have the keyboard').first().waitFor()
  await bens.getByText('Ana has the keyboard').first().waitFor()
  await anas.locator('[data-mine="true"] .xterm-rows', { hasText: /[#$]/ }).waitFor()
  await anas.keyboard.press('t')
  await anas.keyboard.type('echo hers-$((20+1))')
  await anas.keyboard.press('F6')
  await anas.locator('.xterm-rows', { hasText: 'echo hers-$((20+1))' }).waitFor()
  await ana.post(`${incident}/give-keyboard`, { to: ben.id })
  await bens.getByText('Ana gave you the keyboard').waitFor()
  expect(await unreachable(bens)).toEqual([])
  await bens.locator('.xterm').click()
  await bens.keyboard.type('stray')
  await bens.keyboard.press('F6')
  await bens.keyboard.press('Space')
  await bens.getByText('You have the keyboard').first().waitFor()
  await bens.locator('[data-mine="true"]').waitFor()
  await bens.keyboard.press('t')
  await bens.keyboard.press('Enter')
  await anas.locator('.xterm-rows', { hasText: 'hers-21' }).waitFor()
  expect(await anas.locator('.xterm-rows').textContent()).not.toContain('stray')
})

it('makes evidence of lines selected in the terminal', { timeout: 40_000 }, async () => {
  const box = await bens.locator('.xterm-rows > div', { hasText: 'hers-21' }).last().boundingBox()
  await bens.mouse.move((box?.x ?? 0) + 2, (box?.y ?? 0) + 5)
  await bens.mouse.down()
  await bens.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 5)
  await bens.mouse.up()
  await bens.keyboard.press('Control+Shift+E')
  const { host } = (await ana.get<{ terminals: { host: string }[] }>(incident)).body.terminals[0] ?? { host: '' }
  await until(async () => {
    const { body } = await ana.get<{ evidence: { source: string; excerpt: string }[] }>(incident)
    return body.evidence.some(one => one.source === `terminal on ${host}` && one.excerpt.includes('hers-21'))
  }, 'the evidence')
})

it('says how long the seat of an operator is kept whose link is down', { timeout: 40_000 }, async () => {
  await bens.context().close()
  await anas.getByText("Ben's link is down").waitFor()
  const over = anas.getByRole('button', { name: 'Take over, with a reason…' })
  expect(await over.getAttribute('aria-disabled')).toBe('true')
  expect(await unreachable(anas)).toEqual([])
})

it('says that the line to a host is down while the program goes on there', { timeout: 40_000 }, async () => {
  line.close()
  await anas.getByText(/The line to .* is down\. The program goes on there/).waitFor()
})

it('says in red that nobody leads, with the one button', { timeout: 40_000 }, async () => {
  await ana.post(`${incident}/leave`)
  await noors.getByText('Nobody leads.').first().waitFor()
  await anas.getByRole('button', { name: 'Take the lead' }).first().click()
  await anas.getByText('You lead').last().waitFor()
})

it('says what came since one looked, and goes there', { timeout: 40_000 }, async () => {
  await anas.evaluate(() => dispatchEvent(new Event('pagehide')))
  await anas.goto(`${world.url}/sign-in`)
  await ana.post(`${incident}/post-update`, { text: 'Carts are back', audience: 'responders' })
  await anas.goto(`${world.url}/incidents/INC-1`)
  await anas.getByText('Since you looked: 1 entry').waitFor()
  await anas.keyboard.press('r')
  await anas.getByText('Since you looked').waitFor({ state: 'detached' })
  await anas.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Timeline')
})

it('takes a secret out, and says what still holds it', { timeout: 40_000 }, async () => {
  await anas.getByRole('button', { name: 'More' }).click()
  await anas.getByRole('button', { name: 'Take a secret out…' }).click()
  await dialog(anas).getByLabel('Out of').selectOption({ label: 'E1 what I saw' })
  await dialog(anas).getByLabel('The very words').fill('/cart')
  await dialog(anas).getByLabel('Why').fill('a token')
  expect(await unreachable(anas)).toEqual([])
  await dialog(anas).getByRole('button', { name: 'Take it out for good' }).click()
  await anas.getByRole('dialog', { name: 'It is taken out' }).waitFor()
  await anas.keyboard.press('Escape')
})

it('reads the timeline anew after a secret, and loses nothing that came meanwhile', { timeout: 40_000 }, async () => {
  const inTimeline = (text: string) => anas.getByLabel('Timeline', { exact: true }).getByText(text)
  const post = async (text: string) => {
    const { body } = await ana.post<{ entries: { id: string }[] }>(`${incident}/post-update`, {
      text,
      audience: 'responders',
    })
    await inTimeline(text).waitFor()
    return body.entries[0]?.id
  }
  const first = await post('The key is first-secret')
  const second = await post('The key is second-secret')
  const { held, release } = await holdBack(anas, '**/timeline?after=0')
  await ana.post(`${incident}/redact`, { entry: first, text: 'first-secret', reason: 'a key' })
  await held(1)
  await post('Payments are back')
  await ana.post(`${incident}/redact`, { entry: second, text: 'second-secret', reason: 'a key' })
  await held(2)
  await release(1)
  await inTimeline('second-secret').waitFor({ state: 'detached' })
  await release(0)
  await inTimeline('first-secret').waitFor({ state: 'detached' })
  await inTimeline('Payments are back').waitFor()
  expect(await inTimeline('second-secret').count()).toBe(0)
  await anas.unroute('**/timeline?after=0')
})

it('keeps the page one goes by beside the terminal', { timeout: 40_000 }, async () => {
  const { status } = await ana.post(`${incident}/follow-page`, { page: 'shop/bad-deploy' })
  expect(status).toBe(200)
  const page = anas.getByRole('region', { name: /^We go by: / })
  await page.getByText('It has no steps to tick; read it.').waitFor()
  expect(await unreachable(anas)).toEqual([])
  await page.getByRole('button', { name: 'Stop following here' }).click()
  await page.waitFor({ state: 'detached' })
})

it('opens at the entry that a link names; J and K go on from there, / finds', { timeout: 40_000 }, async () => {
  await anas.goto('about:blank')
  await anas.goto(`${world.url}/incidents/INC-1#entry-3`)
  const at = () => anas.evaluate(() => document.activeElement?.id)
  await until(async () => (await at()) === 'entry-3', 'the entry that is linked')
  await anas.keyboard.press('j')
  expect(await at()).toMatch(/^entry-[4-9]/)
  await anas.keyboard.press('k')
  expect(await at()).toBe('entry-3')
  await anas.keyboard.press('/')
  expect(await at()).toBe('find')
  await anas.keyboard.press('Escape')
})

it('says where people go on when it was the same fire as another', { timeout: 40_000 }, async () => {
  await ana.post('/api/v1/incidents', { title: 'The gateway has no routes', severity: 'sev2' })
  await anas.getByRole('button', { name: 'More' }).click()
  await anas.getByRole('button', { name: 'The same fire as another incident…' }).click()
  await dialog(anas).getByLabel('People go on in').selectOption({ label: 'INC-2 The gateway has no routes' })
  await dialog(anas).getByRole('button', { name: 'Go on there' }).click()
  await anas.getByRole('link', { name: 'Go there' }).click()
  await anas.getByRole('heading', { level: 1, name: 'The gateway has no routes' }).waitFor()
})
