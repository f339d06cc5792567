import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { checkDurability } from './durability.ts'
import { openEmbedded } from './embedded.ts'
import { readPostmaster, stopPostmaster } from './postmaster.ts'
import { identifyProcess } from './process-identity.ts'

const program = new URL('../../../test/fixtures/open-embedded.ts', import.meta.url).pathname
const isRoot = process.getuid?.() === 0
const folders: string[] = []
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) {
    const left = readPostmaster(join(folder, 'pg18'))
    if (left !== undefined) await stopPostmaster(left.pid, join(folder, 'pg18'))
    rmSync(folder, { recursive: true, force: true })
  }
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
  folders.push(folder)
  return folder
}

const silent = { log: () => {} }

test('a second process is refused by name, and a killed one leaves a server that the next adopts with every row', async () => {
  const dataDir = newFolder()
  const first = await openInChild(dataDir)
  await query(first.host, 'create table kept (id int); insert into kept values (7)')
  const server = readPostmaster(join(dataDir, 'pg18'))
  expect(await refusalOf(dataDir)).toContain(`in use by process ${first.child.pid}`)

  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const next = await openEmbedded({ dataDir, ...silent })
  expect(readPostmaster(join(dataDir, 'pg18'))).toEqual(server)
  expect(await query(next.config.host, 'select id from kept')).toEqual([{ id: 7 }])
  await next.stop()
  expect(readPostmaster(join(dataDir, 'pg18'))).toBeUndefined()
  expect(identifyProcess(server?.pid ?? 0)).toBeUndefined()
  expect(existsSync(next.config.host ?? '')).toBe(false)
  expect(readdirSync(join(dataDir, 'lock'))).toEqual([])
})

test('SIGTERM to the whole process group reaches Fireline, which then stops its server in order', async () => {
  const dataDir = newFolder()
  const held = await openInChild(dataDir, { detached: true })
  const server = readPostmaster(join(dataDir, 'pg18'))
  process.kill(-(held.child.pid ?? 0), 'SIGTERM')
  expect(await once(held.child, 'exit')).toEqual([0, null])
  expect(identifyProcess(server?.pid ?? 0)).toBeUndefined()
})

test('a server that was killed, or stands still, is replaced and keeps what was committed', async () => {
  const dataDir = newFolder()
  const first = await openInChild(dataDir)
  await query(first.host, 'create table kept (id int); insert into kept values (1)')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  process.kill(readPostmaster(join(dataDir, 'pg18'))?.pid ?? 0, 'SIGKILL')
  const second = await openInChild(dataDir)
  await query(second.host, 'insert into kept values (2)')
  second.child.kill('SIGKILL')
  await once(second.child, 'exit')
  process.kill(readPostmaster(join(dataDir, 'pg18'))?.pid ?? 0, 'SIGSTOP')
  const third = await openEmbedded({ dataDir, ...silent })
  expect(await query(third.config.host, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }])
  await third.stop()
})

test('a pid file whose number now belongs to another program does not keep the server from starting', async () => {
  const dataDir = newFolder()
  await (await openEmbedded({ dataDir, ...silent })).stop()
  writeFileSync(join(dataDir, 'pg18', 'postmaster.pid'), `${process.pid}\n${dataDir}/pg18\n1\n5432\n/tmp\n\n`)
  const again = await openEmbedded({ dataDir, ...silent })
  expect(await query(again.config.host, 'select 1 as one')).toEqual([{ one: 1 }])
  await again.stop()
})

test('it syncs what it commits, whatever its own files say, and a server that does not is told apart', async () => {
  const dataDir = newFolder()
  const first = await openEmbedded({ dataDir, ...silent })
  await query(first.config.host, 'alter system set fsync = off')
  await first.stop()
  const again = await openEmbedded({ dataDir, ...silent })
  const client = new pg.Client(again.config)
  await client.connect()
  expect(await checkDurability(client)).toEqual({ isDurable: true, faults: [] })
  await client.query('set synchronous_commit = off')
  expect(await checkDurability(client)).toEqual({ isDurable: false, faults: ['synchronous_commit is off'] })
  await client.end()
  await again.stop()
})

test('a folder of another major version is refused with the way over', async () => {
  const dataDir = newFolder()
  mkdirSync(join(dataDir, 'pg17'))
  await expect(openEmbedded({ dataDir, ...silent })).rejects.toThrow(/PostgreSQL 17.*fireline backup.*fireline restore/)
})

test('an ordinary user runs it as themselves', async () => {
  const dataDir = newFolder()
  if (isRoot) chownSync(dataDir, 65534, 65534)
  const held = await openInChild(dataDir, isRoot ? { uid: 65534, gid: 65534 } : {})
  expect(await query(held.host, 'select 1 as one')).toEqual([{ one: 1 }])
  held.child.kill('SIGTERM')
  expect(await once(held.child, 'exit')).toEqual([0, null])
})

test.runIf(isRoot)('as root, a folder that only root may enter is opened for its server and nobody else', async () => {
  const dataDir = newFolder()
  chmodSync(dataDir, 0o700)
  const embedded = await openEmbedded({ dataDir, ...silent })
  expect(embedded.dataDir).toBe(dataDir)
  expect(statSync(dataDir)).toMatchObject({ uid: 0, gid: 65534, mode: 0o40710 })
  expect(await query(embedded.config.host, 'select 1 as one')).toEqual([{ one: 1 }])
  await embedded.stop()
})

async function openInChild(dataDir: string, options: { uid?: number; gid?: number; detached?: boolean } = {}) {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'], ...options })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...(JSON.parse(line) as { dataDir: string; host: string }) }
  }
  throw new Error('the program ended before it was ready')
}

async function refusalOf(dataDir: string): Promise<string> {
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  expect(await once(child, 'close')).toEqual([1, null])
  return said.join('')
}

async function query(host: string | undefined, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ host, user: 'fireline', database: 'fireline' })
  await client.connect()
  try {
    const result = await client.query<pg.QueryResultRow>(sql)
    return Array.isArray(result) ? [] : result.rows
  } finally {
    await client.end()
  }
}
