import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endShells } from '../../src/agent/opened-shells.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { type AgentOfAHost, agentOfAHost } from '../agent/agent-of-a-host.ts'
import { shellsOf } from '../agent/signing.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openIncident } from '../rally/people-at-a-terminal.ts'

let world: World
let browser: OpenChromium
let agent: AgentOfAHost
let ben: Caller
let incident: string
let url: string

beforeAll(async () => {
  // A passkey is for a name: by an address there is none.
  const port = await freePort()
  url = `http://localhost:${port}`
  const env = { FIRELINE_PORT: String(port), FIRELINE_URL: url }
  ;[browser, world] = await Promise.all([openChromium(), startWorld(env), buildWeb()])
  ben = await world.person('Ben')
  incident = await openIncident(world, { id: ben.id, name: 'Ben' })
  agent = await agentOfAHost(world, 'level: 4\nshell: {accounts: {}}')
}, 120_000)

afterAll(async () => {
  const shells = shellsOf(agent.places.state)
  // As `fireline agent off` does.
  expect(await endShells(agent.places.state)).toBe(1)
  await shells.end()
  await agent.end()
  await browser.close()
  expect(world.errors).toEqual([])
  await world.stop()
})

it('Ben makes a passkey, root lists it, he signs with it and types in the page; a page loaded anew signs anew', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.request.post(`${url}/api/v1/session`, { data: { token: ben.token } })
  const page = await context.newPage()
  await addAuthenticator(context, page)
  await page.goto(`${url}/incidents/${incident}`)
  await page.getByRole('button', { name: 'Open a shell on db-1…' }).click()
  await page.getByRole('button', { name: 'Sign with a passkey' }).click()
  await page.getByRole('button', { name: 'Make one' }).click()
  const lines = await page.locator('pre').innerText()
  agent.allow(`level: 4\n${lines}`)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Open a shell on db-1…' }).click()
  await page.getByRole('button', { name: 'Sign with a passkey' }).click()
  await page.getByText('Only what you sign reaches db-1.').waitFor()
  await type(page, 'echo page-$((40+2))')
  await page.locator('.xterm-rows').getByText('page-42', { exact: true }).waitFor()
  expect((await folded()).shells).toMatchObject([{ host: 'db-1', account: 'ben', person: ben.id }])
  await page.reload()
  await page.getByRole('button', { name: 'Sign to type here…' }).click()
  await page.getByRole('button', { name: 'Sign with a passkey' }).click()
  await page.getByText('lets in only what you signed').waitFor({ state: 'detached' })
  await type(page, 'echo anew-$((40+3))')
  await page.locator('.xterm-rows').getByText('anew-43', { exact: true }).waitFor()
  expect((await folded()).shells?.at(-1)).toMatchObject({ joins: true })
  const ran = async () => (await folded()).commands.map(({ command }) => command)
  await until(async () => (await ran()).length === 2, 'the commands to be told')
})

const folded = async () => (await ben.get<Incident>(`/api/v1/incidents/${incident}`)).body

async function type(page: Page, line: string): Promise<void> {
  await page.locator('.xterm-helper-textarea').focus()
  await page.keyboard.type(`${line}\n`)
}

/** A key that says yes by itself, as a person's finger would. */
async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
