import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ToRoom } from '../../src/api/room-messages.ts'
import { roomFeedOf } from '../../src/hosts/room-feed.ts'
import { terminalsOf } from '../../src/hosts/terminals.ts'
import { atTerminal } from '../at-terminal.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, callerOf, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'

let database: CutOffDatabase
let world: World
let ana: Caller
let stranger: Caller
let incident: string
/** The same as people name it: `INC-1`. */
let name: string
let shell: SharedShell
let browser: Browser
let before: { body: Timeline }

beforeAll(async () => {
  database = await cutOffDatabase()
  world = await startWorld({ DATABASE_URL: database.url })
  ana = await world.person('Ana')
  stranger = await world.person('Ben')
  const opened = await ana.post<{ id: string; number: number }>('/api/v1/incidents', fire)
  incident = opened.body.id
  name = `INC-${opened.body.number}`
  await ana.post(`/api/v1/incidents/${incident}/acknowledge`)
  shell = await shareShell(world.url, ana, incident)
  await until(() => terminalsOf(world.fireline.desk).get(shell.terminal)?.isConnected(), 'the terminal')
  browser = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
  before = await until(async () => {
    const now = await ana.get<Timeline>(timelinePath())
    return roomFeedOf(world.fireline.desk).copy(incident)?.is.seq === now.body.entries.at(-1)?.seq && now
  }, 'the copy of the node')
  await ana.get(timelinePath())
})
afterAll(async () => {
  database.thaw()
  browser.close()
  await shell.end()
  await world.stop()
  await database.drop()
})

interface Timeline {
  entries: { seq: number; type: string }[]
  asOf?: string
}
const fire = { title: 'Shop is slow', severity: 'sev2', service: 'default' }
const said = { text: 'Written while nothing could be saved', audience: 'responders' }
const timelinePath = () => `/api/v1/incidents/${name}/timeline`
const timed = async (work: Promise<{ status: number }>) => {
  const from = performance.now()
  const { status } = await work
  return { status, ms: performance.now() - from }
}
const post = () =>
  ana.post(`/api/v1/incidents/${incident}/post-update`, said, { 'idempotency-key': 'written-while-away' })

describe('while the database hangs', () => {
  it('says within 5 s that it cannot save; the terminal goes on', { timeout: 40_000 }, async () => {
    database.freeze()
    const [first, read, ready, live] = await Promise.all([
      timed(post()),
      timed(ana.get(`/api/v1/incidents/${incident}/pages`)),
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
  })

  it('opens a room that nobody had open, within 2 s, from the copy of the node and with its age', async () => {
    const from = performance.now()
    const [timeline, is, me, people, burning] = await Promise.all([
      ana.get<Timeline>(timelinePath()),
      ana.get(`/api/v1/incidents/${name}`),
      ana.get('/api/v1/me'),
      ana.get<{ people: { name: string }[] }>('/api/v1/people'),
      ana.get('/api/v1/incidents?status=open&view=line'),
    ])
    const another = await openBrowser(world.url, ana.token, { incident, terminal: shell.terminal })
    another.send({ type: 'watch-timeline', incident: name })
    const isEntries = (one: ToRoom) => one.type === 'entries' && one.entries.length > 0
    const entries = await until(() => another.messages.find(isEntries), 'the timeline over the socket')
    expect(performance.now() - from).toBeLessThan(2_000)

    expect([timeline, is, me, people, burning].map(one => one.status)).toEqual([200, 200, 200, 200, 200])
    expect(timeline.body.entries).toEqual(before.body.entries)
    expect(entries).toMatchObject({ entries: before.body.entries })
    const asOf = timeline.headers.get('fireline-as-of')
    expect([timeline.body.asOf, is.body['asOf']]).toEqual([asOf, asOf])
    await until(() => another.messages.some(one => one.type === 'entries' && one.asOf === asOf), 'its age')
    expect(Date.now() - Date.parse(String(asOf))).toBeGreaterThan(500)
    expect(is.body).toMatchObject({ title: fire.title, lead: ana.id, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(is.body).not.toHaveProperty('sizeUp')
    expect(me.body).toMatchObject({ id: ana.id, name: 'Ana', role: 'responder' })
    expect(people.body.people.map(one => one.name)).toContain('Ana')
    expect(burning.body).toMatchObject({ asOf, found: 1, incidents: [{ title: fire.title }] })
    expect(await atTerminal(world, ana, 'burning', '--join')).toMatch(
      /^Fireline cannot read its database now\. As it was at \S+, as far as this node knows:\nINC-1 {2}sev2 {2}.*Shop is slow/,
    )
    another.close()
  })

  it('answers only whom this node knows, and makes nothing up', async () => {
    const path = `/api/v1/incidents/${incident}`
    const noes = [
      stranger.get(path),
      callerOf(world.url, 'fl_no-such-token', '').get(path),
      callerOf(world.url, '', '').get(path),
      ana.get('/api/v1/incidents/INC-9999/timeline'),
      ana.get('/api/v1/incidents?status=resolved'),
    ]
    expect((await Promise.all(noes)).map(no => no.status)).toEqual([503, 503, 401, 503, 503])
    await expect(openBrowser(world.url, stranger.token)).rejects.toThrow()
  })

  it('saves once what waited, and answers from the database again', async () => {
    database.thaw()
    await until(async () => (await post()).status === 200, 'to save again')
    const is = await ana.get<{ updates: { text: string }[] }>(`/api/v1/incidents/${incident}`)
    expect(is.body.updates.map(update => update.text)).toEqual([said.text])
    expect(is.headers.get('fireline-as-of')).toBeNull()
    expect((await fetch(`${world.url}/health/ready`)).status).toBe(200)
    await until(() => browser.messages.some(one => one.type === 'saving' && !one.awaySince), 'word that it saves again')
  })
})
