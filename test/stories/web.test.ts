import { hostname } from 'node:os'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { startWorld, until, type World } from '../harness.ts'
import { tooSmall, tooWide, unreachable } from '../page-checks.ts'
import { shareShell } from '../rally/people-at-a-terminal.ts'

const hostile = '<img src=x onerror=alert(1)> "cart" \u202eempty'

let world: World
let browser: OpenChromium
let context: BrowserContext
let page: Page
let stranger: Page
/** Everything the browser complained about, but for the answers it was meant to get. */
const complaints: string[] = []

beforeAll(async () => {
  const [opened, started] = await Promise.all([openChromium(), startWorld(), buildWeb()])
  browser = opened
  world = started
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
  page.on('console', message => {
    const isRefusal = message.text().includes('status of 409')
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

it('goes from a link to a confirmed cause', { timeout: 60_000 }, async () => {
  const invite = await world.admin.post<{ url: string }>('/api/v1/invites', { role: 'responder' })
  await page.goto(invite.body.url)
  await page.getByLabel('Your name').waitFor()
  expect(await unreachable(page)).toEqual([])
  await page.getByLabel('Your name').fill('Ana')
  await page.getByLabel('Mail address').fill('ana@example.org')
  await page.getByLabel('Password').fill('a sentence is best')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: 'Ring my phone' }).waitFor()
  await page.goto(`${world.url}/`)
  await page.getByText('Nothing burns').waitFor()

  await page.getByRole('button', { name: 'Declare an incident' }).click()
  await page.getByLabel('What is wrong').fill(hostile)
  await page.getByRole('button', { name: 'Declare it' }).click()
  await page.getByRole('heading', { level: 1, name: hostile }).waitFor()
  expect(await page.locator('img').count()).toBe(0)

  await page.getByRole('button', { name: 'Acknowledge: I have it' }).click()
  await page.getByText('You have it', { exact: true }).waitFor()
  await page.getByText('Breathe.').waitFor()

  await page.getByRole('button', { name: 'Hypothesis' }).click()
  await page.getByLabel('In one sentence').fill('The gateway was deployed')
  await page.getByRole('button', { name: 'Put it on the board' }).click()
  const theory = page.locator('[data-state="theory"]')
  await theory.getByRole('button', { name: 'Confirm the cause' }).click()
  await theory.getByText('Nothing supports this yet').waitFor()

  await page.keyboard.press('e')
  await page.getByLabel('What you see').fill('no route for GET /cart\n1912 times since 03:04')
  await page.getByRole('button', { name: 'Keep it' }).click()
  const attach = theory.getByRole('button', { name: 'Attach evidence…' }).first()
  await attach.click()
  await page.getByRole('button', { name: 'Attach it', exact: true }).click()
  await page.getByRole('region', { name: 'Next' }).getByText('Something supports it').waitFor()
  expect(await unreachable(page)).toEqual([])

  await page.getByRole('region', { name: 'Next' }).getByRole('button', { name: 'Confirm the cause' }).click()
  await page.locator('[data-state="confirmed"]').getByText('The gateway was deployed').waitFor()
  await page.getByLabel('Timeline', { exact: true }).getByText('Cause confirmed').waitFor()
  expect(complaints).toEqual([])
})

it('shows what others do without being asked', { timeout: 30_000 }, async () => {
  const ben = await world.person('Ben')
  await ben.post('/api/v1/incidents/INC-1/join', {})
  await page.getByText('Ben is here').waitFor()
  await ben.post('/api/v1/incidents/INC-1/object', { to: 'S1', reason: 'No' })
  const suggested = {
    text: 'Roll the gateway back',
    why: 'It was fine before',
    command: 'shopctl deploy gateway 2.30.4',
  }
  await ben.post('/api/v1/incidents/INC-1/suggest', suggested)
  await page.getByText('Roll the gateway back').first().waitFor()
  expect(complaints).toEqual([])
})

it('says with the page what it reads first, and nothing of a hostile name gets out of that line', async () => {
  const linkOf = async (path: string) => (await fetch(`${world.url}${path}`)).headers.get('link') ?? ''
  expect(await linkOf('/incidents/INC-1')).toContain(
    '</api/v1/incidents/INC-1/timeline?after=0>; rel=preload; as=fetch',
  )
  expect(await linkOf('/incidents/%3E%2C%20%3Chttps%3A%2F%2Fevil')).not.toMatch(/<https|evil>/)
})

it('asks who is not signed in, and brings them back to where they wanted to be', { timeout: 30_000 }, async () => {
  const cleo = await world.person('Cleo')
  stranger = await (await browser.newContext()).newPage()
  stranger.setDefaultTimeout(10_000)
  await stranger.goto(`${world.url}/incidents/INC-1`)
  await stranger.getByRole('button', { name: 'With a token instead' }).click()
  await stranger.getByLabel('Token').fill(cleo.token)
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await stranger.getByRole('heading', { level: 1, name: hostile }).waitFor()
})

/** As Ctrl+V does, into the terminal. */
const paste = (who: Page, text: string) =>
  who.locator('.xterm-helper-textarea').evaluate((field, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)

it('shows a shared terminal to all, and only the keys of who has the keyboard leave the page', {
  timeout: 40_000,
}, async () => {
  const ben = await world.person('Ben, who shares')
  const { id } = (await ben.get<{ id: string }>('/api/v1/incidents/INC-1')).body
  const shell = await shareShell(world.url, ben, id)
  try {
    const typeInto = async (who: Page, text: string) => {
      await who.locator('.xterm').click()
      await who.keyboard.type(text)
      await who.keyboard.press('Enter')
    }
    await page.getByText('You have the keyboard').first().waitFor()
    await stranger.getByText('You watch. Your keys do not reach it.').waitFor()
    // The seat stands on the timeline a moment before the program is at the server: keys wait until its screen is there.
    await page.locator('[data-mine="true"] .xterm-rows', { hasText: /[#$]/ }).waitFor()
    await typeInto(stranger, 'echo stray-$((20+1))')
    await typeInto(page, 'echo mine-$((20+2))')
    await stranger.locator('.xterm-rows', { hasText: 'mine-22' }).waitFor()
    expect(await stranger.locator('.xterm-rows').textContent()).not.toContain('stray')
    expect(await unreachable(page)).toEqual([])

    const dialog = page.getByRole('dialog', { name: /Paste 2 lines/ })
    await paste(page, 'echo not-$((20+4))\necho this\n')
    await dialog.getByRole('button', { name: 'Paste nothing' }).click()
    await paste(page, 'echo pasted-$((20+5))\n\u001b[201~echo both-$((20+6))\n')
    await dialog.getByText('[201~echo both').waitFor()
    await dialog.getByRole('button', { name: 'Paste 2 lines' }).click()
    await page.keyboard.press('Enter')
    await stranger.locator('.xterm-rows', { hasText: 'pasted-25' }).waitFor()
    expect(await stranger.locator('.xterm-rows').textContent()).not.toContain('not-')

    await stranger.getByRole('button', { name: 'Ask for it' }).click()
    await page.getByRole('region', { name: 'Next' }).getByRole('button', { name: 'Give it to Cleo' }).click()
    await stranger.getByRole('button', { name: 'I have control' }).first().click()
    await stranger.locator('[data-mine="true"]').waitFor()
    await typeInto(stranger, 'echo hers-$((20+3))')
    await page.locator('.xterm-rows', { hasText: 'hers-23' }).waitFor()
    await stranger.getByRole('button', { name: 'Give keyboard…' }).click()
    await stranger.getByRole('dialog').getByLabel('Who').selectOption('Ana')
    await stranger.getByRole('button', { name: 'Give it', exact: true }).click()
    await page.getByRole('button', { name: 'I have control' }).first().click()
    await page.getByText('You have the keyboard').first().waitFor()

    const settings = { server: 'https://ntfy.invalid', topic: 'ben-who-shares' }
    await ben.put(`/api/v1/people/${ben.id}/contacts`, { contacts: [{ channel: 'ntfy', settings }] })
    await world.admin.put(`/api/v1/access/${hostname()}`, { people: [ben.id] })
    await page.locator('[data-mine="true"] .xterm-rows', { hasText: /[#$]/ }).waitFor()
    await typeInto(page, 'sh -c "echo Permission denied; exit 1"')
    await page.locator('summary', { hasText: 'Permission denied' }).click()
    await page.getByText('With access, not on call: Ben, who shares.').waitFor()
    await page.getByRole('button', { name: 'Page Ben, who shares' }).click()
    await page
      .getByLabel('Timeline', { exact: true })
      .getByText(/Calling Ben, who shares by ntfy/)
      .waitFor()
  } finally {
    await shell.end()
  }
  await page.getByText('Recording of').waitFor()
  expect(complaints).toEqual([])
})

it('fits a phone: no sideways scrolling, targets for a thumb, nothing axe finds', { timeout: 30_000 }, async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const tab of ['Now', 'Timeline', 'Board', 'Terminal', 'People']) {
    await page.getByRole('button', { name: tab, exact: true }).click()
    expect(await tooSmall(page), tab).toEqual([])
    expect(await tooWide(page), tab).toBeLessThanOrEqual(0)
    expect(await unreachable(page), tab).toEqual([])
  }
  await page.goto(`${world.url}/`)
  await page.getByText('Go to the room').waitFor()
  expect(await unreachable(page)).toEqual([])
  expect(await tooSmall(page)).toEqual([])
  expect(await tooWide(page)).toBeLessThanOrEqual(0)
  expect(complaints).toEqual([])
})

it('says how old the picture is while the connection is lost, and goes on from there', {
  timeout: 30_000,
}, async () => {
  const cut = { now: false, heard: false, end: () => {} }
  await stranger.routeWebSocket('**/ws', socket => {
    if (cut.now) {
      void socket.close()
      return
    }
    socket.connectToServer().onMessage(message => {
      cut.heard = true
      socket.send(message)
    })
    cut.end = () => void socket.close()
  })
  await stranger.reload()
  await stranger.getByText('Roll the gateway back').first().waitFor()
  await until(() => cut.heard, 'the socket')
  cut.now = true
  cut.end()
  await stranger.getByText('No connection to Fireline.').waitFor()
  const ben = await world.person('Ben, who goes on')
  await ben.post('/api/v1/incidents/INC-1/post-update', { text: 'Carts are back', audience: 'responders' })
  cut.now = false
  await stranger.getByText('Carts are back').waitFor()
  await stranger.getByText('No connection to Fireline.').waitFor({ state: 'detached' })
})

it('refuses a complex change without its copy, with the ways forward as buttons', { timeout: 30_000 }, async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${world.url}/incidents/INC-1`)
  await page.getByRole('button', { name: 'More' }).waitFor()
  await page.keyboard.press('g')
  await page.getByLabel('What changes').fill('Give the routes their prefix back')
  await page.getByLabel('What it touches').fill('dir:/nowhere/at/all')
  await page.getByRole('button', { name: 'Propose it' }).click()
  const card = page.locator('details', { hasText: 'Give the routes their prefix back' })
  await card.getByRole('button', { name: 'Apply change' }).click()
  await card.getByRole('status').getByText('No restorable copy').waitFor()
  await card.getByRole('button', { name: 'Go without, say why' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('The folder is gone already')
  await page.getByRole('dialog').getByRole('button', { name: 'Go without it' }).click()
  await page.getByLabel('Timeline', { exact: true }).getByText('goes ahead without a proven copy').waitFor()
  expect(await unreachable(page)).toEqual([])
})

it('ends with a page in the runbook', { timeout: 30_000 }, async () => {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Resolve…' }).click()
  await page.getByLabel('What it was').fill('The gateway lost its routes')
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve', exact: true }).click()
  await page.getByRole('button', { name: 'Read the draft' }).click()
  const draft = page.getByLabel('Markdown')
  expect(await draft.inputValue()).toContain('The gateway was deployed')
  expect(await unreachable(page)).toEqual([])
  await page.getByRole('button', { name: 'Put it into the runbook' }).click()
  await page.getByText('It is over, and written down').waitFor()
  await page.goto(`${world.url}/`)
  await page.getByText('Put out lately').waitFor()
  expect(complaints).toEqual([])
})

it('is served with a policy that lets no other script in', async () => {
  const response = await fetch(world.url)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).toContain("frame-ancestors 'none'")
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(await response.text())?.[1]
  const asset = await fetch(world.url + script, { headers: { 'accept-encoding': 'gzip' } })
  expect(asset.headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${world.url}/assets/..%2findex.html`)).status).toBe(404)
  expect(Number(asset.headers.get('content-length')), 'bytes of the first load').toBeLessThan(130_000)
})
