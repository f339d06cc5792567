import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clusterFolder } from '../../store/embedded/data-folder.ts'
import { readPostmaster } from '../../store/embedded/postmaster.ts'
import { identifyProcess } from '../../store/embedded/process-identity.ts'
import { badDeploy } from '../faults/bad-deploy.ts'
import type { Injected } from '../faults/fault.ts'
import { seeded } from '../random.ts'
import type { Message } from './children.ts'
import { readAccess } from './operate.ts'
import { type Shop, startShop } from './shop.ts'
import { recorded } from './state-folder.ts'

const run = promisify(execFile)
let home: string
let shop: Shop
let injected: Injected
const alerts: string[] = []

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'drill-test-'))
  await chmod(home, 0o711)
  shop = await startShop({ folder: join(home, 'shop'), log: () => {}, isFast: true, onAlert: note })
})

afterAll(async () => {
  await shop.stop()
  await rm(home, { recursive: true, force: true })
})

describe('the shop', () => {
  test('sells, and both web processes do their part', async () => {
    const placed = await fetch(`${shop.url}/orders`, {
      method: 'POST',
      body: JSON.stringify({ customer: 'Mia', item: 'lamp', cents: 1_900 }),
    })
    const { order } = (await placed.json()) as { order: string }
    const shown = await (await fetch(`${shop.url}/orders/${order}`)).json()
    expect([placed.status, shown]).toEqual([201, { id: order, item: 'lamp', cents: 1_900, status: 'open' }])
    const status = await shopctl('status')
    expect(status).toMatch(/^web-1 +up +build 2026\.47\.3 .* 0 of them 5xx$/m)
    expect(status).toMatch(/^web-2 +up +build 2026\.47\.3 .* 0 of them 5xx$/m)
    expect(shop.experience(10_000).failed).toBe(0)
  })

  test('keeps its operators apart: without the token of the folder nobody drains', async () => {
    const { adminUrl } = await readAccess(shop.folder)
    const answer = await fetch(`${adminUrl}/backends/web-1/drain`, { method: 'POST' })
    expect(answer.status).toBe(401)
  })

  test('is not begun twice in one folder', async () => {
    await expect(startShop({ folder: shop.folder, log: () => {} })).rejects.toThrow(
      /A drill is running in .* own --folder/,
    )
  })
})

describe('a bad deploy', () => {
  test('makes about half of the answers errors, only on web-2, and the monitoring says so', async () => {
    injected = await badDeploy.inject(shop, seeded(7))
    await until(() => alerts.includes('firing'))
    await until(async () => Math.abs((await injected.probe()).failedShare - 0.5) < 0.1)
    expect((await injected.probe()).isGreen).toBe(false)
    const failed = (await shopctl('logs', 'proxy', '400')).split('\n').filter(line => line.includes('] 500 '))
    expect(failed.length).toBeGreaterThan(10)
    expect(failed.filter(line => !line.includes('] 500 web-2 '))).toEqual([])
  })

  test('blames the database in its log, and the database answers', async () => {
    expect(await shopctl('logs', 'web-2', '5')).toMatch(/"source":"postgresql".*price_minor/)
    expect(await shopctl('logs', 'web-1', '2000')).toContain(injected.truth.redHerring)
    expect(await shopctl('status')).toMatch(/^database +up +answers in \d+ ms/m)
  })

  test('is over for the customers when web-2 is drained', async () => {
    await shopctl('drain', 'web-2')
    await until(async () => shop.experience(1_000).failed === 0)
    await until(() => alerts.includes('resolved'))
    expect((await injected.probe()).wrongRows).toBeGreaterThan(150)
  })

  test('is healed by the former build and one UPDATE', async () => {
    await shopctl('deploy', 'web-2', shop.build)
    await shopctl('undrain', 'web-2')
    const update = injected.truth.fix.at(-1)?.split('"')[1] ?? ''
    expect(await shopctl('db', update)).toMatch(/^UPDATE \d+/)
    await until(async () => (await injected.probe()).isGreen)
    expect(await shopctl('status')).toMatch(/^web-2 +up +build 2026\.47\.3/m)
  })
})

describe('afterwards', () => {
  test('nothing is left: no process, no port, no file', async () => {
    const left = await whatMayBeLeft(shop.folder)
    const url = shop.url
    const startedAt = performance.now()
    await shop.stop()
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(left.pids.length).toBeGreaterThanOrEqual(6)
    expectGone(left)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('a drill that was killed is cleared away by the next one', async () => {
    const folder = join(home, 'killed')
    const left = await startAndKill(folder)
    shop = await startShop({ folder, log: () => {}, isFast: true })
    expectGone({ ...left, folders: [] })
    const ofTheNext = await whatMayBeLeft(folder)
    await shop.stop()
    expectGone(ofTheNext)
  })

  const asRoot = process.getuid?.() === 0 ? test : undefined
  asRoot?.('as root, a folder that the database cannot reach is refused', async () => {
    await chmod(home, 0o700)
    const start = startShop({ folder: join(home, 'hidden'), log: () => {} })
    await expect(start).rejects.toThrow(/only root may enter/)
    expect(existsSync(join(home, 'hidden'))).toBe(false)
  })

  test('a folder that no drill made is left alone', async () => {
    await writeFile(join(home, 'letter.txt'), 'dear')
    await expect(startShop({ folder: home, log: () => {} })).rejects.toThrow(/holds something that no drill put there/)
    expect(await readFile(join(home, 'letter.txt'), 'utf8')).toBe('dear')
  })
})

function note(said: Message): void {
  if (said['type'] === 'alert') alerts.push(String(said['status']))
}

async function shopctl(...args: string[]): Promise<string> {
  return (await run(join(shop.folder, 'shopctl'), args)).stdout
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const patience = performance.now() + 10_000; performance.now() < patience; ) {
    if (await isTrue()) return
    await new Promise(waited => setTimeout(waited, 50))
  }
  throw new Error(`waited 10 s for ${isTrue.toString()}`)
}

type Left = { pids: number[]; folders: string[] }

async function whatMayBeLeft(folder: string): Promise<Left> {
  const postmaster = readPostmaster(clusterFolder(join(folder, 'database')))
  if (!postmaster) throw new Error('the database of the shop has no pid file')
  const pids = [...recorded(folder).map(each => each.pid), postmaster.pid]
  return { pids, folders: [folder, postmaster.socketFolder] }
}

function expectGone({ pids, folders }: Left): void {
  expect(pids.filter(pid => identifyProcess(pid) !== undefined)).toEqual([])
  expect(folders.filter(folder => existsSync(folder))).toEqual([])
}

async function startAndKill(folder: string): Promise<Left> {
  const code = `import { startShop } from ${JSON.stringify(new URL('shop.ts', import.meta.url).href)}
    await startShop({ folder: ${JSON.stringify(folder)}, log: () => {}, isFast: true }); console.log('up')`
  const drill = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(drill.stdout, 'data')
  const left = await whatMayBeLeft(folder)
  drill.kill('SIGKILL')
  await once(drill, 'exit')
  expect(readFileSync(join(folder, 'drill-owner.json'), 'utf8')).toContain(String(drill.pid))
  return left
}
