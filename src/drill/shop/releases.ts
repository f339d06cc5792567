import { appendFile, cp, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { listBackends } from './operate.ts'
import { livingProcess } from './state-folder.ts'

/** What a build changes against the shop's first release: its notes, its code, and the rows that it rewrites once. */
export type Build = { build: string; notes: string; edit?: (code: string) => string; migration?: string }

const firstRelease = new URL('release/app.ts', import.meta.url)

export async function makeRelease(folder: string, { build, notes, edit, migration }: Build): Promise<void> {
  const path = join(folder, 'releases', build)
  await mkdir(path, { recursive: true })
  await cp(firstRelease, join(path, 'app.ts'))
  if (edit) await writeFile(join(path, 'app.ts'), edit(await readFile(join(path, 'app.ts'), 'utf8')))
  await writeFile(join(path, 'package.json'), JSON.stringify({ name: 'shop', version: build, type: 'module' }))
  await writeFile(join(path, 'release.json'), JSON.stringify({ build, notes }))
  if (migration) await writeFile(join(path, 'migration.sql'), migration)
}

export async function listReleases(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'releases'))).sort()
}

export async function buildOf(folder: string, process: string): Promise<string> {
  return (await readlink(join(folder, process, 'current'))).split('/').at(-1) ?? '?'
}

/** One step, so that a process never sees half of it. */
export async function pointAt(folder: string, process: string, build: string): Promise<void> {
  await mkdir(join(folder, process), { recursive: true })
  const draft = join(folder, process, 'current.new')
  await rm(draft, { force: true })
  await symlink(join('..', 'releases', build), draft)
  await rename(draft, join(folder, process, 'current'))
}

/** As a deploy tool does it: the rows first, then the link, then the process; done when the proxy sees the new build. */
export async function deploy(folder: string, process: string, build: string, db: pg.Pool): Promise<void> {
  const known = await listReleases(folder)
  if (!known.includes(build)) throw new Error(`There is no release ${build}. There are: ${known.join(', ')}.`)
  const was = livingProcess(folder, process)
  if (!was) throw new Error(`There is no process ${process} that could be given a new release.`)
  await migrateOnce(folder, build, db)
  const from = await buildOf(folder, process)
  await pointAt(folder, process, build)
  const note = { at: new Date().toISOString(), process, from, to: build }
  await appendFile(join(folder, 'logs', 'deploys.log'), `${JSON.stringify(note)}\n`)
  globalThis.process.kill(was.pid, 'SIGTERM')
  await untilItRuns(folder, process, build, was.pid)
}

async function migrateOnce(folder: string, build: string, db: pg.Pool): Promise<void> {
  const sql = await readFile(join(folder, 'releases', build, 'migration.sql'), 'utf8').catch(() => undefined)
  if (!sql) return
  const client = await db.connect()
  try {
    await client.query('begin')
    const first = await client.query('insert into schema_changes (build) values ($1) on conflict do nothing', [build])
    if (first.rowCount === 1) await client.query(sql)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function untilItRuns(folder: string, process: string, build: string, formerPid: number): Promise<void> {
  for (const patienceUntil = performance.now() + 6_000; performance.now() < patienceUntil; await wait(50)) {
    const isNew = livingProcess(folder, process)?.pid !== formerPid
    const backend = (await listBackends(folder)).find(each => each.name === process)
    if (isNew && backend?.isUp && backend.build === build) return
  }
  throw new Error(`${process} did not come up with ${build} within 6 s. See its log.`)
}
