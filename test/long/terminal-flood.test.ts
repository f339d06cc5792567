import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CutOffDatabase, cutOffDatabase } from '../cut-off-database.ts'
import { type Caller, startWorld, until, type World } from '../harness.ts'
import { type Browser, openBrowser, openIncident, type SharedShell, shareShell } from '../rally/people-at-a-terminal.ts'

const mebibyte = 1024 * 1024
const disk = mkdtempSync(join(tmpdir(), 'fireline-small-'))
let isMounted = false
let database: CutOffDatabase
let world: World
let ana: Caller

beforeAll(async () => {
  isMounted = mount()
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

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'pipe' })
    return true
  } catch {
    console.warn('\n*** SKIPPED: only root can mount the small disk that a test here fills ***\n')
    return false
  }
}

interface Shared {
  shell: SharedShell
  anas: Browser
  type(data: string): void
  recorded(): Promise<string>
}

async function share(env: Record<string, string> = {}): Promise<Shared> {
  const incident = await openIncident(world, { id: ana.id, name: 'Ana' })
  const shell = await shareShell(world.url, ana, incident, { env })
  const { recording } = await shell.link.welcomed
  const { terminal } = shell
  const anas = await openBrowser(world.url, ana.token, { incident, terminal })
  return {
    shell,
    anas,
    type: data => anas.send({ type: 'input', terminal, epoch: 1, data }),
    recorded: async () => (await ana.get<string>(`/api/v1/recordings/${recording}.cast`)).body,
  }
}

/** Ctrl-C, and the milliseconds until a command after it is answered. */
async function answers({ anas, type }: Shared, word: string): Promise<number> {
  const from = performance.now()
  type('\u0003')
  type(`echo ${word}-$((40+2))\r`)
  await until(() => anas.shown().includes(`${word}-42`), 'the answer of the shell', 20_000)
  return performance.now() - from
}

const leftOut = (recording: string): number =>
  [...recording.matchAll(/^# fireline \{"gap":\{"bytes":(\d+)/gm)].reduce((sum, [, bytes]) => sum + Number(bytes), 0)

test('a flood without end is recorded up to so much, then its newest; Ctrl-C ends it and what is typed is seen', async () => {
  const shared = await share()
  const { shell, type } = shared
  type('yes a-line-of-a-flood-that-goes-on-and-on-and-on-and-on\r')
  await until(() => shell.keeper.size() > 32 * mebibyte, 'the whole allowance', 120_000)
  await pause(5_000)
  expect(shell.keeper.size()).toBeLessThan(34 * mebibyte)
  expect(await answers(shared, 'still')).toBeLessThan(5_000)
  await until(shell.link.allStored, 'all of it to be stored', 60_000)
  const all = await shared.recorded()
  expect(Buffer.byteLength(all)).toBe(shell.keeper.size())
  expect(all).toContain('still-42')
  expect(leftOut(all)).toBeGreaterThan(5 * mebibyte)
  shared.anas.close()
  await shell.end()
}, 240_000)

test('a flood while nothing can be stored for long: the shell answers, and what was recorded is stored once, in order', async () => {
  const shared = await share()
  const { shell, type } = shared
  type('echo first-$((40+2))\r')
  await until(async () => (await shared.recorded()).includes('first-42'), 'the first line to be stored')
  database.freeze()
  try {
    type('yes a-line-of-a-flood-that-nobody-can-store-at-this-moment\r')
    await until(() => shell.keeper.size() > 32.5 * mebibyte, 'more than anybody holds', 180_000)
    expect(await answers(shared, 'meanwhile')).toBeLessThan(5_000)
  } finally {
    database.thaw()
  }
  await until(shell.link.allStored, 'all of it to be stored', 60_000)
  const all = await shared.recorded()
  expect(Buffer.byteLength(all)).toBe(shell.keeper.size())
  expect(all.split('meanwhile-42\\r\\n')).toHaveLength(2)
  shared.anas.close()
  await shell.end()
}, 300_000)

test('a disk that is full under the recording ends no shell: all of it is shown and stored, and whoever watches hears of it', async () => {
  if (!isMounted) return
  const shared = await share({ XDG_RUNTIME_DIR: disk })
  const { shell, anas, type } = shared
  database.freeze()
  try {
    type('yes a-line-that-fills-the-small-disk-of-this-machine | head -c 3000000\r')
    await until(() => anas.messages.some(one => one.type === 'recording' && one.state === 'unrecorded'), 'the word')
    expect(await answers(shared, 'on')).toBeLessThan(20_000)
  } finally {
    database.thaw()
  }
  await until(shell.link.allStored, 'all of it to be stored', 60_000)
  const all = await shared.recorded()
  expect(Buffer.byteLength(all)).toBe(shell.keeper.size())
  expect(all.split('on-42\\r\\n')).toHaveLength(2)
  type('echo room-again\r')
  await until(() => anas.messages.some(one => one.type === 'recording' && one.state === 'recorded'), 'its end')
  anas.close()
  await shell.end()
}, 120_000)
