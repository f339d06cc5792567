import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { type Child, type Message, startChild } from './children.ts'
import { openShopDatabase, type ShopDatabase } from './database.ts'
import { type Experience, experienced } from './experience.ts'
import { writeAccess } from './operate.ts'
import { type Build, deploy, makeRelease, pointAt } from './releases.ts'
import { enterStateFolder, type StateFolder } from './state-folder.ts'

/** A small real shop on this machine's loopback, made to be broken. */
export type Shop = {
  folder: string
  url: string
  databaseUrl: string
  /** The build that all web processes began with. */
  build: string
  release(build: Build): Promise<void>
  deploy(process: string, build: string): Promise<void>
  warn(process: string, text: string): void
  /** What customers met in the last so many milliseconds. */
  experience(lastMs: number): { answered: number; failed: number }
  query(sql: string, values?: unknown[]): Promise<pg.QueryResult<Record<string, unknown>>>
  /** From now on the monitoring sends its alerts there, their titles beginning so; until then it only keeps a log. */
  alertTo(intakeUrl: string, titles?: string): void
  /** From now on the monitoring says that it looks at this instance. */
  watchAs(instance: string): void
  stop(): Promise<void>
}

export type ShopOptions = {
  log: (line: string) => void
  onAlert?: (alert: Message) => void
  isFast?: boolean
}

const firstBuild = '2026.47.3'
const program = (name: string) => new URL(`programs/${name}.ts`, import.meta.url)

/** A shop with a folder of its own. */
export async function startShop({ folder: path, ...options }: ShopOptions & { folder: string }): Promise<Shop> {
  const folder = await enterStateFolder(path)
  const shop = await openShop(folder, options).catch(async (error: unknown) => {
    await folder.leave()
    throw error
  })
  let leaving: Promise<void> | undefined
  return { ...shop, stop: () => (leaving ??= shop.stop().then(() => folder.leave())) }
}

/** A shop in a folder that belongs to somebody, who also leaves it. */
export async function openShop(folder: StateFolder, options: ShopOptions): Promise<Shop> {
  const children = new Map<string, Child>()
  let database: ShopDatabase | undefined
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= close())
  const close = async () => {
    await Promise.all([...children.values()].map(child => child.stop()))
    await database?.stop()
  }
  try {
    await furnish(folder)
    database = await openShopDatabase(folder, options.log)
    return { ...(await open(options, folder, children, database)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function furnish(folder: StateFolder): Promise<void> {
  await mkdir(folder.at('logs'))
  await makeRelease(folder.path, { build: firstBuild, notes: 'the release of last week' })
  for (const name of ['web-1', 'web-2']) await pointAt(folder.path, name, firstBuild)
  const quoted = [process.execPath, fileURLToPath(program('shopctl'))].map(path => `'${path.replaceAll("'", `'\\''`)}'`)
  const script = `#!/bin/sh\nSHOP_FOLDER="$(cd "$(dirname "$0")" && pwd)" exec ${quoted.join(' ')} "$@"\n`
  await writeFile(folder.at('shopctl'), script, { mode: 0o755 })
}

async function open(
  { onAlert, isFast = false }: ShopOptions,
  folder: StateFolder,
  children: Map<string, Child>,
  database: ShopDatabase,
): Promise<Omit<Shop, 'stop'>> {
  const experience = experienced()
  const begin = async (name: string, settings: Record<string, string>, onMessage?: (message: Message) => void) => {
    const file = name.startsWith('web-') ? 'web' : name
    const { child, ready } = await startChild(folder, {
      name,
      program: program(file),
      settings,
      onMessage: onMessage ?? (() => {}),
    })
    children.set(name, child)
    return ready
  }
  const adminToken = randomBytes(24).toString('hex')
  const proxy = await begin('proxy', { SHOP_ADMIN_TOKEN: adminToken })
  const webs = ['web-1', 'web-2'].map(name =>
    begin(name, { SHOP_DATABASE_URL: database.url }, said => {
      if (said['type'] === 'ready') children.get('proxy')?.tell({ type: 'backend', name, port: said['port'] ?? 0 })
    }),
  )
  await Promise.all(webs)
  const [shopUrl, adminUrl] = [proxy['port'], proxy['adminPort']].map(port => `http://127.0.0.1:${Number(port)}`) as [
    string,
    string,
  ]
  await writeAccess(folder.path, { shopUrl, adminUrl, adminToken, databaseUrl: database.url })
  await Promise.all([
    begin(
      'customers',
      { SHOP_PORT: String(proxy['port']), SHOP_CUSTOMERS_PER_SECOND: isFast ? '60' : '20' },
      experience.hear,
    ),
    begin('monitor', monitorSettings(adminUrl, isFast), said => {
      if (said['type'] !== 'ready') onAlert?.(said)
    }),
  ])
  await experience.untilAnswered(20)
  return asShop(folder, children, database, shopUrl, experience)
}

function monitorSettings(adminUrl: string, isFast: boolean): Record<string, string> {
  const pace = isFast
    ? { everyMs: 250, windowMs: 1_500, quietMs: 1_500 }
    : { everyMs: 1_000, windowMs: 10_000, quietMs: 10_000 }
  return {
    SHOP_METRICS_URL: `${adminUrl}/metrics`,
    SHOP_MONITOR_PACE: JSON.stringify(pace),
    SHOP_INSTANCE: 'proxy-1',
  }
}

function asShop(
  folder: StateFolder,
  children: Map<string, Child>,
  database: ShopDatabase,
  url: string,
  experience: Experience,
): Omit<Shop, 'stop'> {
  return {
    folder: folder.path,
    url,
    databaseUrl: database.url,
    build: firstBuild,
    release: build => makeRelease(folder.path, build),
    deploy: (process, build) => deploy(folder.path, process, build, database.pool),
    warn: (process, text) => children.get(process)?.tell({ type: 'warn', text }),
    experience: experience.inTheLast,
    query: (sql, values = []) => database.pool.query<Record<string, unknown>>(sql, values),
    alertTo: (intakeUrl, titles = '') => children.get('monitor')?.tell({ type: 'intake', intakeUrl, titles }),
    watchAs: instance => children.get('monitor')?.tell({ type: 'instance', instance }),
  }
}
