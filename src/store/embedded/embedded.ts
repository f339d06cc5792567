import { chownSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Binaries, copyBinaries, embeddedMajor, findBinaries } from './binaries.ts'
import { checkCluster, makeCluster, otherMajor } from './cluster.ts'
import { clusterFolder, settleDataFolder } from './data-folder.ts'
import { lockFolder } from './folder-lock.ts'
import {
  dropStalePidFile,
  endOrphans,
  isServerOf,
  readPostmaster,
  stopPostmaster,
  superuser,
  whyNotOurs,
} from './postmaster.ts'
import { startServer } from './server.ts'
import { canReach, type ServerUser, serverUser } from './server-user.ts'
import { makeSocketFolder } from './socket-folder.ts'

export type Embedded = {
  /** The folder in use: as root it may be another one than was asked for. */
  dataDir: string
  config: pg.PoolConfig
  /** Starts the server again when its process is gone; true when it did. A server that runs, however slowly, is left alone. */
  revive(): Promise<boolean>
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  log: (line: string) => void
  /** For the restore itself: a folder with an unfinished restore is otherwise refused. */
  isRestore?: boolean
  /** For a copy that is thrown away: nothing is synced. */
  isScratch?: boolean
}

/** Stands in a data folder while a restore fills it. */
export const unfinishedRestore = 'restore-unfinished'

const database = 'fireline'

/**
 * The PostgreSQL of a data folder, running and ours alone: made on the first start, adopted when a killed Fireline left it
 * running. Until `stop()` no other process gets it.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log } = options
  const binaries = findBinaries()
  const dataDir = settleDataFolder(options.dataDir, log)
  if (!options.isRestore && existsSync(join(dataDir, unfinishedRestore)))
    throw new Error(`A restore into ${dataDir} did not finish. Empty the folder and run "fireline restore FILE" again.`)
  const lock = lockFolder(dataDir)
  try {
    const pgdata = clusterFolder(dataDir)
    const user = serverUser(pgdata)
    await prepare(binaries, user, { ...options, dataDir })
    const socketFolder = await adopt(pgdata, binaries, log)
    const host = socketFolder ?? (await start(binaries, dataDir, user, options.isScratch))
    await ensureDatabase(host)
    let stopped: Promise<void> | undefined
    let reviving: Promise<unknown> = Promise.resolve()
    return {
      dataDir,
      config: { host, user: superuser, database },
      async revive() {
        const { pid } = readPostmaster(pgdata) ?? {}
        if (stopped || (pid !== undefined && isServerOf(pid, pgdata))) return false
        reviving = start(binaries, dataDir, user, options.isScratch)
        await reviving
        return true
      },
      // A server that is just being started again is waited for, so that it cannot stay behind.
      stop: () => (stopped ??= stopAfter(reviving, () => stop(pgdata, host, lock.release))),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function prepare(binaries: Binaries, user: ServerUser | undefined, { dataDir, log, isScratch }: EmbeddedOptions) {
  const pgdata = clusterFolder(dataDir)
  if (existsSync(pgdata)) {
    checkCluster(pgdata, embeddedMajor)
    checkOwner(pgdata, user)
    return
  }
  const older = readdirSync(dataDir).find(name => /^pg\d+$/.test(name))
  if (older !== undefined) throw new Error(otherMajor(join(dataDir, older), Number(older.slice(2)), embeddedMajor))
  log(`making a database in ${pgdata}`)
  await makeCluster(reachable(binaries, dataDir, user), pgdata, user, { isScratch })
}

function checkOwner(pgdata: string, user: ServerUser | undefined): void {
  const { uid } = statSync(pgdata)
  const owner = user?.uid ?? process.getuid?.()
  if (owner === undefined || uid === owner) return
  if (user !== undefined) return giveFolder(pgdata, user)
  throw new Error(
    `${pgdata} belongs to user number ${uid}, not to you (${owner}): start Fireline as that user or as root`,
  )
}

/** A folder that root copied or unpacked belongs to root, and the server could not open it. */
function giveFolder(folder: string, { uid, gid }: ServerUser): void {
  chownSync(folder, uid, gid)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid)
  }
}

function reachable(binaries: Binaries, dataDir: string, user: ServerUser | undefined): Binaries {
  return canReach(join(binaries.bin, 'postgres'), user) ? binaries : copyBinaries(binaries, dataDir)
}

async function adopt(pgdata: string, binaries: Binaries, log: EmbeddedOptions['log']): Promise<string | undefined> {
  const postmaster = readPostmaster(pgdata)
  if (postmaster === undefined) return undefined
  const problem = await whyNotOurs(postmaster, pgdata, binaries.version)
  if (problem === undefined) {
    log(`adopted the database server that an earlier Fireline left running (process ${postmaster.pid})`)
    return postmaster.socketFolder
  }
  log(`an earlier database server (process ${postmaster.pid}) is not used: ${problem}`)
  await stopPostmaster(postmaster.pid, pgdata)
  return undefined
}

async function start(
  binaries: Binaries,
  dataDir: string,
  user: ServerUser | undefined,
  isScratch = false,
): Promise<string> {
  const pgdata = clusterFolder(dataDir)
  await endOrphans(pgdata)
  dropStalePidFile(pgdata)
  const socketFolder = makeSocketFolder(pgdata, user)
  await startServer({
    binaries: reachable(binaries, dataDir, user),
    pgdata,
    socketFolder,
    logFile: join(dataDir, 'postgres.log'),
    user,
    settings: isScratch ? { fsync: 'off' } : {},
  })
  return socketFolder
}

/** A first start may be killed between making the cluster and this, so every start looks. */
async function ensureDatabase(host: string): Promise<void> {
  const client = new pg.Client({ host, user: superuser, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}

async function stop(pgdata: string, socketFolder: string, release: () => void): Promise<void> {
  const postmaster = readPostmaster(pgdata)
  if (postmaster !== undefined) await stopPostmaster(postmaster.pid, pgdata)
  rmSync(socketFolder, { recursive: true, force: true })
  release()
}

async function stopAfter(reviving: Promise<unknown>, stopNow: () => Promise<void>): Promise<void> {
  await Promise.allSettled([reviving])
  await stopNow()
}
