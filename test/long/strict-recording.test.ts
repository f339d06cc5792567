import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '../../src/incident/entry.ts'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { openBrowser, openIncident, shareShell } from '../rally/people-at-a-terminal.ts'

const disk = mkdtempSync(join(tmpdir(), 'fireline-strict-'))
let isMounted = false
let database: CutOffDatabase
let world: World
let ana: Caller

beforeAll(async () => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'pipe' })
    isMounted = true
  } catch {
    console.warn('\n*** SKIPPED: only root can mount the small disk that these tests fill ***\n')
  }
  database = await cutOffDatabase()
  world = await startWorld({ DATABASE_URL: database.url })
  ana = await world.person('Ana')
})
afterAll(async () => {
  database.thaw()
  await world.stop()
  await database.drop()
  if (isMounted) execFileSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

async function share() {
  const incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  const shell = await shareShell(world.url, ana, incident, { env: { XDG_RUNTIME_DIR: disk } })
  await shell.link.welcomed
  const { terminal } = shell
  const anas = await openBrowser(world.url, ana.token, { incident, terminal })
  const type = (data: string) => anas.send({ type: 'input', terminal, epoch: anas.epoch(), data })
  const hears = (state: string) =>
    until(() => anas.messages.some(one => one.type === 'recording' && one.state === state), state, 60_000)
  const told = async () =>
    (await ana.get<{ entries: Entry[] }>(`/api/v1/incidents/${incident}/timeline`)).body.entries.map(one => one.type)
  return { shell, terminal, anas, type, hears, told }
}

test('on a full disk, with a database that stands still, a strict shell waits; who types goes on with a reason, and all of it is recorded later', async () => {
  if (!isMounted) return
  await world.admin.put('/api/v1/services/default', { name: 'default', recording: 'strict' })
  const { shell, terminal, anas, type, hears, told } = await share()
  database.freeze()
  try {
    type('yes a-line-that-fills-the-small-disk-of-this-machine | head -c 3000000\r')
    await hears('waits')
    type('echo blind-$((40+2))\r')
    await until(() => anas.messages.some(one => one.type === 'held' && one.why === 'unrecorded'), 'the no')
    anas.send({ type: 'go-on', terminal, epoch: anas.epoch(), reason: 'the pool is down' })
    type('echo on-$((40+2))\r')
    await until(() => anas.shown().includes('on-42'), 'the shell to go on', 60_000)
    expect(anas.shown()).not.toContain('blind-42')
  } finally {
    database.thaw()
  }
  await until(shell.link.allStored, 'all of it to be stored', 60_000)
  await until(async () => (await told()).includes('WentOnUnrecorded'), 'the reason on the timeline', 30_000)
  expect(await told()).not.toContain('RecordingGap')
  anas.close()
  await shell.end()
}, 180_000)

test('what no memory holds any more is UNRECORDED, counted and on the timeline, and the shell answered all the while', async () => {
  if (!isMounted) return
  await world.admin.put('/api/v1/services/default', { name: 'default' })
  const { shell, anas, type, hears, told } = await share()
  database.freeze()
  try {
    type('yes a-line-that-fills-the-small-disk-of-this-machine | head -c 30000000\r')
    await hears('unrecorded')
    type('\u0003')
    type('echo on-$((40+2))\r')
    await until(() => anas.shown().includes('on-42'), 'the shell to answer', 60_000)
    type('yes again-and-again-and-again-and-again-and-again | head -c 30000000; echo don""e\r')
    await until(() => anas.shown().includes('done'), 'more than there is room for', 120_000)
  } finally {
    database.thaw()
  }
  await until(shell.link.allStored, 'all of it to be stored', 60_000)
  await until(async () => (await told()).includes('RecordingGap'), 'what is missing on the timeline', 30_000)
  anas.close()
  await shell.end()
}, 300_000)
