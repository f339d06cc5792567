import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { OpenScratch } from '../steps/change/backup-driver.ts'
import { type Binaries, copyBinaries, findBinaries } from '../store/embedded/binaries.ts'
import { makeCluster } from '../store/embedded/cluster.ts'
import { superuser } from '../store/embedded/postmaster.ts'
import { startServer } from '../store/embedded/server.ts'
import { canReach } from '../store/embedded/server-user.ts'
import { runProgram } from './run-program.ts'
import { type ScratchFolder, scratchFolder } from './scratch-folder.ts'

/** It holds a copy of a copy for a minute: nothing needs to survive a power cut. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  // Rows that come into a table made a moment ago are not written twice.
  wal_level: 'minimal',
  max_wal_senders: '0',
  synchronous_commit: 'off',
  max_wal_size: '4GB',
  autovacuum: 'off',
  maintenance_work_mem: '256MB',
}

/** An empty PostgreSQL of the newest version we bring, elsewhere on this host, gone when it is closed. What is restored runs as a user without rights. */
export function scratchCluster(wantedFolder: string): OpenScratch {
  return async pace => {
    const scratch = await scratchFolder(wantedFolder)
    const { folder, pgdata, user, close } = scratch
    const found = findBinaries()
    const binaries = canReach(join(found.bin, 'postgres'), user) ? found : copyBinaries(found, folder)
    try {
      const isGentle = pace === 'gentle'
      await emptyCluster(binaries, wantedFolder, { pgdata, user })
      const socketFolder = scratch.socketFolder()
      const logFile = join(folder, 'log')
      await startServer({ binaries, pgdata, socketFolder, logFile, user, settings, isGentle })
      await makeDatabase(socketFolder)
      return { host: socketFolder, user: restorer, database, close }
    } catch (error) {
      await close().catch(() => {})
      throw error
    }
  }
}

const prefix = 'empty-'

/**
 * initdb works for seconds with every processor that it gets, beside a database that burns: so it does that once, and what it made is
 * copied from then on.
 */
async function emptyCluster(
  binaries: Binaries,
  wanted: string,
  { pgdata, user }: Pick<ScratchFolder, 'pgdata' | 'user'>,
): Promise<void> {
  const kept = join(wanted, `${prefix}${binaries.version}`)
  if (existsSync(kept) && (await copied(kept, pgdata))) return
  const left = existsSync(wanted) ? readdirSync(wanted).filter(name => name.startsWith(prefix)) : []
  for (const gone of [pgdata, ...left.map(name => join(wanted, name))]) rmSync(gone, { recursive: true, force: true })
  await makeCluster(binaries, pgdata, user, { isScratch: true })
  const draft = `${kept}.${process.pid}`
  if (!existsSync(kept) && (await copied(pgdata, draft))) renameIfFree(draft, kept)
  rmSync(draft, { recursive: true, force: true })
}

/** With owners and modes. */
async function copied(from: string, to: string): Promise<boolean> {
  const { code } = await runProgram(['cp', '-a', '--', from, to], AbortSignal.timeout(60_000))
  return code === 0
}

/** Somebody else may have been quicker. */
function renameIfFree(draft: string, kept: string): void {
  try {
    renameSync(draft, kept)
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

const database = 'scratch'
/** Whoever owns a table of the source may have put code into it that a restore runs: here it can touch nothing but this database. */
const restorer = 'restorer'

async function makeDatabase(host: string): Promise<void> {
  const client = new pg.Client({ host, user: superuser, database: 'postgres' })
  await client.connect()
  try {
    // Policies must not hide rows from the comparison, and it reads nothing else by that.
    await client.query(`create role ${restorer} login nosuperuser nocreaterole nocreatedb noreplication bypassrls`)
    await client.query(`create database ${database} owner ${restorer}`)
  } finally {
    await client.end()
  }
}
