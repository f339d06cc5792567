import { Command } from 'commander'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { trafficCommand } from '../../src/cli/traffic.ts'
import { offerStandBys } from '../../src/hosts/offer-stand-bys.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { buildWeb, type OpenChromium, openChromium } from '../chromium.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { unreachable } from '../page-checks.ts'
import { type Haproxy, startHaproxy, startWeb, visit, type Web } from '../proxies.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('haproxy')

describe.runIf(program)('a stand-by that is offered takes the traffic', () => {
  let world: World
  let browser: OpenChromium
  let webs: Web[]
  let proxy: Haproxy
  let ana: Caller
  let page: Page

  beforeAll(async () => {
    const started = await Promise.all([startWorld(), openChromium(), startWeb('web1'), startWeb('stand'), buildWeb()])
    ;[world, browser] = started
    webs = [started[2], started[3]]
    const [web, stand] = webs.map(({ port }) => `127.0.0.1:${port}`)
    proxy = await startHaproxy(program ?? '', [`web1 ${web} check weight 100`, `stand ${stand} check disabled`])
    ana = await world.person('Ana')
    const settings = { driver: 'haproxy', service: 'default', socket: proxy.socket, backend: 'app', server: 'stand' }
    await world.admin.put('/api/v1/stand-bys/spare', { ...settings, checkEveryMs: 100, canarySeconds: 1 })
    await ana.post('/api/v1/incidents', { title: 'Carts are slow', severity: 'sev2' })
    await ana.post('/api/v1/incidents/INC-1/acknowledge')
    await ana.post('/api/v1/incidents/INC-1/join')
    world.advance(15 * 60_000)
    await offerStandBys(world.fireline.desk)
  })
  afterAll(async () => {
    await browser?.close()
    await proxy?.stop()
    await Promise.all([...webs.map(web => web.stop()), world?.stop()])
  })

  const is = async () => (await ana.get<Incident>('/api/v1/incidents/INC-1')).body

  /** `fireline traffic …` in this very process, with its exit code. */
  async function fireline(...args: string[]): Promise<{ said: string; code: unknown }> {
    const before = { ...process.env }
    Object.assign(process.env, { FIRELINE_URL: world.url, FIRELINE_TOKEN: ana.token })
    let said = ''
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(chunk => Boolean((said += String(chunk))))
    try {
      const cli = new Command()
      trafficCommand(cli)
      await cli.parseAsync(['traffic', ...args], { from: 'user' })
      return { said, code: process.exitCode }
    } finally {
      out.mockRestore()
      process.env = before
      process.exitCode = undefined
    }
  }

  async function tabTo(name: string): Promise<void> {
    for (let i = 0; i < 80; i++) {
      if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`no ${name} to come to by Tab`)
  }

  test('in the room, by keys alone: what would be sent is read, then it is moved, then taken back', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    context.setDefaultTimeout(30_000)
    await context.request.post(`${world.url}/api/v1/session`, { data: { token: ana.token } })
    page = await context.newPage()
    await page.goto(`${world.url}/incidents/INC-1`)
    await page.getByText('A stand-by exists: spare, never proven. Move traffic?').waitFor()
    const visitors = visit(proxy.url, 2)
    await page.keyboard.press('a')
    await page.getByText('set server app/stand state ready').waitFor()
    expect(await unreachable(page)).toEqual([])
    await tabTo('Move 100 %')
    await page.keyboard.press('Enter')
    const card = page.getByRole('region', { name: 'Traffic' })
    await card.getByText('moved', { exact: true }).waitFor()
    await page.getByText('of the traffic is on spare. Do users still hurt?').waitFor()
    expect(await unreachable(page)).toEqual([])
    await tabTo('Take it back')
    await page.keyboard.press('Enter')
    await card.getByText('reverted', { exact: true }).waitFor()
    await visitors.stop()
    expect(visitors.failed).toBe(0)
    expect((await is()).shifts).toMatchObject([{ ref: 'X1', state: 'reverted', how: 'person' }])
  })

  test('from the terminal: moved with each look said, listed, and back', async () => {
    const visitors = visit(proxy.url, 2)
    const moved = await fireline('move', 'spare')
    expect(moved).toMatchObject({ code: undefined, said: expect.stringMatching(/^X2: 100 % to spare\n✓ /) })
    expect(moved.said).toMatch(
      /X2: \d+(\.\d)? % of the traffic is on spare\nA reload of the proxy forgets it, unless this is pasted:\n {2}server web1 /,
    )
    expect((await fireline('list')).said).toMatch(/\nINC-1 {2}traffic is \d+(\.\d)? % on spare since \d\d:\d\d UTC\n$/)
    expect(await fireline('back')).toMatchObject({
      code: undefined,
      said: expect.stringContaining('X2 was taken back'),
    })
    await visitors.stop()
    expect(visitors.failed).toBe(0)
  })

  test('what is not ready is not moved: the terminal says which look failed, and what to type', async () => {
    const settings = { driver: 'haproxy', service: 'default', socket: proxy.socket, backend: 'app', server: 'gone' }
    await world.admin.put('/api/v1/stand-bys/spare', settings)
    const { said, code } = await fireline('move', 'spare')
    expect(code).toBe(1)
    expect(said).toContain('✗ There is no server gone in app.')
    expect(said).toContain("All the same: fireline traffic move spare --despite 'why'")
    await until(async () => (await is()).shifts?.at(-1)?.state === 'failed', 'the move to have failed')
    expect(world.errors).toEqual([])
  })
})
