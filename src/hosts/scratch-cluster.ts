import { join } from 'node:path'
import pg from 'pg'
import type { OpenScratch } from '../steps/change/backup-driver.ts'
import { copyBinaries, findBinaries } from '../store/embedded/binaries.ts'
import { makeCluster } from '../store/embedded/cluster.ts'
import { superuser } from '../store/embedded/postmaster.ts'
import { startServer } from '../store/embedded/server.ts'
import { canReach } from '../store/embedded/server-user.ts'
import { scratchFolder } from './scratch-folder.ts'

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
      await makeCluster(binaries, pgdata, user, { isScratch: true, isGentle })
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
