import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { type Db, openPool } from '../db.ts'
import { clusterFolder, settleDataFolder } from '../embedded/data-folder.ts'
import { openEmbedded, unfinishedRestore } from '../embedded/embedded.ts'
import { lockFolder } from '../embedded/folder-lock.ts'
import { readPostmaster, stopPostmaster } from '../embedded/postmaster.ts'
import { migrate, migrations } from '../migrate.ts'
import { copyIn, quoted } from './copy.ts'
import { type Contents, type Frame, type Header, type Opened, openBackup, type Section } from './format.ts'
import { type FilePlaces, placeFile } from './place-file.ts'
import { countTable, readTables, setSequences } from './tables.ts'

export type RestoreTarget = { dataDir: string; runbook?: string; secretFile?: string; isScratch?: boolean }

export type Restored = { dataDir: string; header: Header; contents: Contents; kept: string[]; sha256: string }

/**
 * Fills an empty data folder from a backup and compares what arrived with what was taken, row by row. Needs no server and
 * leaves none; if anything fails the folder is empty again.
 */
export async function restoreBackup(
  file: string,
  target: RestoreTarget,
  log: (line: string) => void,
): Promise<Restored> {
  const backup = await openBackup(file)
  await refuseNewer(file, backup.header)
  const dataDir = settleDataFolder(target.dataDir, log)
  await clearUnfinished(dataDir, log)
  refuseFull(dataDir)
  writeFileSync(join(dataDir, unfinishedRestore), file, { flag: 'wx' })
  try {
    const restored = await fill(backup, { ...target, dataDir }, log)
    rmSync(join(dataDir, unfinishedRestore))
    return { dataDir, header: backup.header, sha256: backup.sha256, ...restored }
  } catch (error) {
    empty(dataDir)
    throw error
  }
}

async function refuseNewer(file: string, header: Header): Promise<void> {
  const known = (await migrations()).map(({ name }) => name)
  const unknown = header.migrations.filter(name => !known.includes(name))
  if (unknown.length === 0) return
  throw new Error(
    `${file} was written by Fireline ${header.fireline}, which is newer than this one (it knows ${unknown.join(', ')}): ` +
      'restore it with that version or a later one',
  )
}

/** What a killed restore left is nobody's data: its server is stopped and the folder emptied. */
async function clearUnfinished(dataDir: string, log: (line: string) => void): Promise<void> {
  if (!existsSync(join(dataDir, unfinishedRestore))) return
  const lock = lockFolder(dataDir)
  log(`an earlier restore into ${dataDir} did not finish: starting again`)
  const postmaster = readPostmaster(clusterFolder(dataDir))
  if (postmaster !== undefined) await stopPostmaster(postmaster.pid, clusterFolder(dataDir))
  empty(dataDir)
  lock.release()
}

/** All but the lock, which is somebody's. */
function empty(dataDir: string): void {
  const names = readdirSync(dataDir).filter(name => name !== 'lock')
  for (const name of names) rmSync(join(dataDir, name), { recursive: true, force: true })
}

function refuseFull(dataDir: string): void {
  const present = readdirSync(dataDir).filter(name => name !== 'lock')
  if (present.length === 0) return
  throw new Error(
    `${dataDir} is not empty (${present.slice(0, 3).join(', ')}): a restore never writes over what is there. ` +
      'Name an empty folder: FIRELINE_DATA=/another/folder fireline restore FILE',
  )
}

async function fill(backup: Opened, target: RestoreTarget & { dataDir: string }, log: (line: string) => void) {
  const { dataDir, isScratch } = target
  const embedded = await openEmbedded({ dataDir, log, isRestore: true, isScratch })
  try {
    // Loading a table and building its indexes may take longer than any question of a running server, and a table comes as one stream.
    const db = openPool({ ...embedded.config, max: 2, query_timeout: 0, pipeline: false })
    try {
      await migrate(db, backup.header.migrations)
      return await load(db, backup, target)
    } finally {
      await db.end()
    }
  } finally {
    await embedded.stop()
  }
}

/** One transaction: until the last comparison holds, the database is as empty as it was. */
async function load(db: Db, backup: Opened, places: FilePlaces) {
  const client = await db.connect()
  try {
    await client.query('begin')
    const tables = await readTables(client)
    await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`)
    await letTriggers(client, 'disable')
    const { contents, kept } = await loadSections(client, backup.frames(), places)
    await setSequences(client, contents.sequences)
    await compare(client, contents)
    await letTriggers(client, 'enable')
    await client.query('commit')
    return { contents, kept }
  } finally {
    client.release(true)
  }
}

/** Rows come back as they were: nothing that notes a change takes them for one. */
async function letTriggers(client: pg.ClientBase, how: 'disable' | 'enable'): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    'select distinct tgrelid::regclass::text as table from pg_trigger where not tgisinternal',
  )
  for (const { table } of rows) await client.query(`alter table ${table} ${how} trigger user`)
}

async function loadSections(client: pg.ClientBase, frames: AsyncGenerator<Frame>, places: FilePlaces) {
  const kept: string[] = []
  for (;;) {
    const { value: frame, done } = await frames.next()
    if (done) throw new Error('the backup ends before its list of contents')
    if (frame.letter === 'Z') return { contents: frame.contents, kept }
    if (frame.letter !== 'S') throw new Error('the backup has data outside of a section')
    const alreadyThere = await loadSection(client, frame.section, dataOf(frames), places)
    if (alreadyThere !== undefined) kept.push(alreadyThere)
  }
}

async function loadSection(
  client: pg.ClientBase,
  section: Section,
  data: AsyncGenerator<Buffer>,
  places: FilePlaces,
): Promise<string | undefined> {
  if (section.kind !== 'table') return placeFile(section, data, places)
  const columns = section.columns.map(quoted).join(', ')
  await copyIn(client, `copy ${quoted(section.name)} (${columns}) from stdin`, data)
  return undefined
}

async function* dataOf(frames: AsyncGenerator<Frame>): AsyncGenerator<Buffer> {
  for (;;) {
    const { value: frame, done } = await frames.next()
    if (done) throw new Error('the backup ends in the middle of a section')
    if (frame.letter === 'E') return
    if (frame.letter === 'D') yield frame.data
  }
}

async function compare(client: pg.ClientBase, contents: Contents): Promise<void> {
  for (const table of await readTables(client)) {
    const taken = contents.tables[table.name]
    const here = await countTable(client, table)
    if (taken === undefined && here.rows === 0) continue
    if (taken?.rows === here.rows && taken.fingerprint === here.fingerprint) continue
    throw new Error(`table ${table.name} came back different: ${here.rows} rows of ${taken?.rows ?? 0}, or other rows`)
  }
}
