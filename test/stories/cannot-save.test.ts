import { afterAll, beforeAll, expect, it } from 'vitest'
import { terminalsOf } from '../../src/hosts/terminals.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser, shareShell } from '../rally/people-at-a-terminal.ts'

let database: CutOffDatabase
let world: World
let ana: Caller

beforeAll(async () => {
  database = await cutOffDatabase()
  world = await startWorld({ DATABASE_URL: database.url })
  ana = await world.person('Ana')
})
afterAll(async () => {
  await world.stop()
  await database.drop()
})

const said = { text: 'Written while nothing could be saved', audience: 'responders' }
const timed = async (work: Promise<{ status: number }>) => {
  const from = performance.now()
  const { status } = await work
  return { status, ms: performance.now() - from }
}

it('says within 5 s that it cannot save while its database hangs; the terminal goes on, and nothing is saved twice', {
  timeout: 40_000,
}, async () => {
  const opened = await ana.post<{ id: string }>('/api/v1/incidents', {
    title: 'Shop is slow',
    severity: 'sev2',
    service: 'default',
  })
  const incident = opened.body.id
  await ana.post(`/api/v1/incidents/${incident}/acknowledge`, {})
  const shell = await shareShell(world.url, ana, incident)
  await until(() => terminalsOf(world.fireline.desk).get(shell.terminal)?.isConnected(), 'the terminal')
  const browser = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
  const post = () =>
    ana.post(`/api/v1/incidents/${incident}/post-update`, said, { 'idempotency-key': 'written-while-away' })
  try {
    database.freeze()
    const [first, read, ready, live] = await Promise.all([
      timed(post()),
      timed(ana.get(`/api/v1/incidents/${incident}`)),
      timed(fetch(`${world.url}/health/ready`)),
      timed(fetch(`${world.url}/health/live`)),
    ])
    const link = await fetch(`${world.url}/a/${'x'.repeat(43)}`, { headers: { accept: 'text/html' } })
    expect([link.status, await link.text()]).toEqual([503, expect.stringContaining('Its database is away.')])
    expect([first.status, read.status, ready.status, live.status]).toEqual([503, 503, 503, 200])
    expect(Math.max(first.ms, read.ms, ready.ms)).toBeLessThan(5_000)
    const again = await timed(post())
    expect(again.status).toBe(503)
    expect(again.ms, 'known by now').toBeLessThan(500)
    expect(browser.messages.at(-1)).toMatchObject({ type: 'saving', awaySince: expect.stringContaining('T') })

    browser.send({ type: 'input', terminal: shell.terminal, epoch: browser.epoch(), data: 'echo still-$((40+2))\r' })
    await until(() => browser.shown().includes('still-42'), 'the answer of the shell')
    expect(browser.socket.readyState).toBe(browser.socket.OPEN)

    database.thaw()
    await until(async () => (await post()).status === 200, 'to save again')
    const is = await ana.get<{ updates: { text: string }[] }>(`/api/v1/incidents/${incident}`)
    expect(is.body.updates.map(update => update.text)).toEqual([said.text])
    expect((await fetch(`${world.url}/health/ready`)).status).toBe(200)
    await until(() => browser.messages.some(one => one.type === 'saving' && !one.awaySince), 'word that it saves again')
  } finally {
    database.thaw()
    browser.close()
    await shell.end()
  }
})
