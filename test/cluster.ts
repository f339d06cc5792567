import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openPool } from '../src/store/db.ts'
import { type Binaries, copyBinaries, findBinaries } from '../src/store/embedded/binaries.ts'
import { makeCluster } from '../src/store/embedded/cluster.ts'
import { readPostmaster, stopPostmaster, superuser } from '../src/store/embedded/postmaster.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../src/store/embedded/process-identity.ts'
import { startServer } from '../src/store/embedded/server.ts'
import { canReach, serverUser } from '../src/store/embedded/server-user.ts'
import { migrate } from '../src/store/migrate.ts'
import { debianPostgres } from './debian-postgres.ts'

export const template = 'fireline_template'
const prefix = 'fireline-test-'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the run's one PostgreSQL socket. */
    cluster: string
  }
}

/** One PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  await sweepClusters()
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const pgdata = join(folder, 'pg')
  const user = serverUser(pgdata)
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  writeFileSync(join(folder, 'owner'), JSON.stringify(identifyProcess(process.pid)))
  const { binaries, locale } = chooseBinaries()
  const programs = canReach(join(binaries.bin, 'postgres'), user) ? binaries : copyBinaries(binaries, folder)
  const socketFolder = join(folder, 's')
  mkdirSync(socketFolder)
  if (user !== undefined) chownSync(socketFolder, user.uid, user.gid)
  await makeCluster(programs, pgdata, user, { locale, isScratch: true })
  const settings = { max_connections: '200' }
  await startServer({ binaries: programs, pgdata, socketFolder, logFile: join(folder, 'log'), user, settings })
  await makeTemplate(socketFolder)
  project.provide('cluster', socketFolder)
  return () => dropCluster(folder)
}

/** `TEST_PG=debian` runs everything on the oldest PostgreSQL that DATABASE_URL may name. */
function chooseBinaries(): { binaries: Binaries; locale?: string[] } {
  const debian = process.env['TEST_PG'] === 'debian' ? debianPostgres() : undefined
  return debian ? { binaries: debian, locale: ['--locale=C.UTF-8'] } : { binaries: findBinaries() }
}

async function makeTemplate(host: string): Promise<void> {
  const maintenance = openPool({ host, user: superuser, database: 'postgres', max: 1 })
  await maintenance.query(`create database ${template}`)
  await maintenance.end()
  const pool = openPool({ host, user: superuser, database: template, max: 1 })
  await migrate(pool)
  await pool.end()
}

async function dropCluster(folder: string): Promise<void> {
  const pgdata = join(folder, 'pg')
  const postmaster = readPostmaster(pgdata)
  if (postmaster !== undefined) await stopPostmaster(postmaster.pid, pgdata)
  rmSync(folder, { recursive: true, force: true })
}

/** A run that was killed leaves its cluster behind; the next run ends it. */
async function sweepClusters(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    try {
      const owner = JSON.parse(readFileSync(join(folder, 'owner'), 'utf8')) as ProcessIdentity
      if (!isRunning(owner)) await dropCluster(folder)
    } catch (error) {
      console.warn(`left alone: ${folder} (${(error as Error).message})`)
    }
  }
}
