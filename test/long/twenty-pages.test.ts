import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser, openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'

const pages = Number(process.env['PAGES'] ?? 20)

let world: World
let browser: OpenChromium
let ana: Caller
let incident: string
let shell: SharedShell

beforeAll(async () => {
  ;[world, browser] = await Promise.all([startWorld(), openChromium(), buildWeb()])
  ana = await world.person('Ana')
  incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  shell = await shareShell(world.url, ana, incident)
  await shell.link.welcomed
})

afterAll(async () => {
  await browser.close()
  await shell.end()
  await world.stop()
})

/** Somebody's own browser, signed in, with the room open. */
async function openPage(who: Caller): Promise<Page> {
  const signedIn = await fetch(`${world.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: who.token }),
  })
  const [name = '', value = ''] = (signedIn.headers.getSetCookie()[0] ?? '').split(/[=;]/)
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addCookies([{ name, value, url: world.url }])
  const page = await context.newPage()
  await page.addInitScript(keepSockets)
  await page.goto(`${world.url}/incidents/${incident}`)
  await page.locator('.xterm-rows').waitFor({ timeout: 120_000 })
  return page
}

/** The page's own sockets, for who wants to send over them what the page never would. */
function keepSockets(): void {
  const sockets: WebSocket[] = []
  const Own = window.WebSocket
  Object.assign(window, { sockets })
  window.WebSocket = class extends Own {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args)
      sockets.push(this)
    }
  }
}

const rowsOf = (page: Page) => page.locator('.xterm-rows').innerText()

test(`${pages} pages watch one operator; one sends frames of its own, which are refused; in the end all see the same`, async () => {
  const watchers = await Promise.all(Array.from({ length: pages }, (_, n) => world.person(`Watcher ${n + 1}`)))
  const open: Page[] = []
  for (const watcher of watchers) open.push(await openPage(watcher))
  const anas = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
  const type = (data: string) => anas.send({ type: 'input', terminal: shell.terminal, epoch: anas.epoch(), data })
  type('clear; seq 1 3000; echo ha""lf\r')

  const forged = await open[0]?.evaluate(
    ({ terminal, epochs }) => {
      const [socket] = (window as unknown as { sockets: WebSocket[] }).sockets.slice(-1)
      const heard: string[] = []
      socket?.addEventListener('message', ({ data }) => String(data).includes('"refused"') && heard.push(String(data)))
      for (const epoch of epochs) {
        socket?.send(JSON.stringify({ type: 'input', terminal, epoch, data: 'touch /tmp/forged-key\r' }))
        socket?.send(JSON.stringify({ type: 'resize', terminal, epoch, cols: 20, rows: 5 }))
      }
      return new Promise<string[]>(resolve => {
        const look = () => (heard.length >= 2 * epochs.length ? resolve(heard) : void setTimeout(look, 20))
        look()
      })
    },
    { terminal: shell.terminal, epochs: [0, 1, 2, 1_000_000] },
  )
  expect(forged).toHaveLength(8)
  type('echo the-en""d\r')
  for (const page of open) await until(async () => (await rowsOf(page)).includes('the-end'), 'the end', 60_000)
  await until(async () => new Set(await Promise.all(open.map(rowsOf))).size === 1, 'all to see the same', 60_000)
  const [seen = ''] = await Promise.all(open.slice(0, 1).map(rowsOf))
  expect(seen).toContain('3000')
  expect(seen).not.toContain('forged-key')
  const { body } = await ana.get<{ commands: { command: string }[] }>(`/api/v1/incidents/${incident}`)
  expect(body.commands.map(one => one.command).join()).not.toContain('forged')
  anas.close()
})
