import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { OpenScratch } from '../steps/change/backup-driver.ts'
import { copyBinaries, findBinaries } from '../store/embedded/binaries.ts'
import { makeCluster } from '../store/embedded/cluster.ts'
import { readPostmaster, stopPostmaster, superuser } from '../store/embedded/postmaster.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../store/embedded/process-identity.ts'
import { startServer } from '../store/embedded/server.ts'
import { canReach, serverUser } from '../store/embedded/server-user.ts'
import { makeSocketFolder } from '../store/embedded/socket-folder.ts'

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
    await sweep(wantedFolder)
    const folder = newFolder(wantedFolder)
    writeFileSync(join(folder, 'owner'), JSON.stringify(identifyProcess(process.pid)))
    const pgdata = join(folder, 'pg')
    const user = serverUser(pgdata)
    if (user) chownSync(folder, user.uid, user.gid)
    const found = findBinaries()
    const binaries = canReach(join(found.bin, 'postgres'), user) ? found : copyBinaries(found, folder)
    let socketFolder = ''
    const close = async () => {
      const postmaster = readPostmaster(pgdata)
      if (postmaster) await stopPostmaster(postmaster.pid, pgdata, 0)
      for (const gone of [folder, socketFolder]) if (gone) rmSync(gone, { recursive: true, force: true })
    }
    try {
      await makeCluster(binaries, pgdata, user, { isScratch: true })
      socketFolder = makeSocketFolder(pgdata, user)
      const server = await startServer({ binaries, pgdata, socketFolder, logFile: join(folder, 'log'), user, settings })
      // Whoever it starts from now on inherits it.
      if (pace === 'gentle' && server.pid !== undefined) setPriority(server.pid, constants.priority.PRIORITY_LOW)
      await makeDatabase(socketFolder)
      return { host: socketFolder, user: restorer, database, close }
    } catch (error) {
      await close().catch(() => {})
      throw error
    }
  }
}

const database = 'scratch'
/** Whoever owns a table of the source may have put code into it that a restore runs: here it can touch nothing but this database. */
const restorer = 'restorer'
const prefix = 'fireline-scratch-'

/** What a killed Fireline left running is ended by the next one. */
async function sweep(wanted: string): Promise<void> {
  for (const base of [wanted, tmpdir()]) {
    for (const name of namesIn(base).filter(entry => entry.startsWith(prefix))) {
      const folder = join(base, name)
      if (isOwned(folder)) continue
      const postmaster = readPostmaster(join(folder, 'pg'))
      if (postmaster) await stopPostmaster(postmaster.pid, join(folder, 'pg'), 0)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function isOwned(folder: string): boolean {
  try {
    return isRunning(JSON.parse(readFileSync(join(folder, 'owner'), 'utf8')) as ProcessIdentity)
  } catch (error) {
    // Just made, or not ours to read: left alone.
    return (error as NodeJS.ErrnoException).code !== undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Where the data is, if the server's user can get there. */
function newFolder(wanted: string): string {
  mkdirSync(wanted, { recursive: true, mode: 0o711 })
  const inside = realpathSync(mkdtempSync(join(wanted, prefix)))
  if (canReach(join(inside, 'pg'), serverUser(join(inside, 'pg')))) return inside
  rmSync(inside, { recursive: true })
  return realpathSync(mkdtempSync(join(tmpdir(), prefix)))
}

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
