import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { identifyProcess } from './process-identity.ts'

/** What a running server writes into its folder about itself. */
export type Postmaster = { pid: number; socketFolder: string }

export const superuser = 'fireline'

export function readPostmaster(pgdata: string): Postmaster | undefined {
  const path = join(pgdata, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const [pid, , , , socketFolder] = readFileSync(path, 'utf8').split('\n')
  return pid === undefined || !/^\d+$/.test(pid.trim())
    ? undefined
    : { pid: Number(pid), socketFolder: socketFolder ?? '' }
}

/** Nothing when the server answers and serves this very folder; else why it is not to be used. */
export async function whyNotOurs(postmaster: Postmaster, pgdata: string, version: string): Promise<string | undefined> {
  if (!isServerOf(postmaster.pid, pgdata)) return 'it is not running'
  const client = new pg.Client({
    host: postmaster.socketFolder,
    user: superuser,
    database: 'postgres',
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string; version: string }>(
      `select current_setting('data_directory') as folder, current_setting('server_version') as version`,
    )
    if (rows[0]?.folder !== pgdata) return `it serves ${rows[0]?.folder}`
    return version.startsWith(rows[0].version) ? undefined : `it is PostgreSQL ${rows[0].version}`
  } catch (error) {
    return `it does not answer (${(error as Error).message})`
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Ends a server and whatever is left of it. Asks for a fast shutdown first, so that the next start has nothing to replay;
 * after `patienceMs` it is ended at once, which loses nothing that was committed. Takes 6.5 s at the most.
 */
export async function stopPostmaster(pid: number, pgdata: string, patienceMs = 3_000): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', patienceMs],
    ['SIGQUIT', 1_000],
    ['SIGKILL', 1_000],
  ]
  for (const [signal, ms] of steps) {
    if (!isServerOf(pid, pgdata)) break
    send(pid, signal)
    send(pid, 'SIGCONT')
    if (await endsWithin(() => !isServerOf(pid, pgdata), ms)) break
  }
  await endOrphans(pgdata)
}

/** After a postmaster was killed its backends notice and leave; until they have, no new server may open their folder. */
export async function endOrphans(pgdata: string): Promise<void> {
  if (await endsWithin(() => serversOf(pgdata).length === 0, 1_000)) return
  for (const pid of serversOf(pgdata)) send(pid, 'SIGKILL')
  if (!(await endsWithin(() => serversOf(pgdata).length === 0, 500))) {
    throw new Error(`Processes of an earlier database server do not end: ${serversOf(pgdata).join(', ')}`)
  }
}

/** A pid file that names no server of this folder is left over; PostgreSQL would take a reused pid for a live server. */
export function dropStalePidFile(pgdata: string): void {
  const postmaster = readPostmaster(pgdata)
  if (postmaster !== undefined && isServerOf(postmaster.pid, pgdata)) return
  rmSync(join(pgdata, 'postmaster.pid'), { force: true })
}

/** On Linux a server is known by working in its folder; elsewhere a live pid has to do. */
export function isServerOf(pid: number, pgdata: string): boolean {
  if (identifyProcess(pid) === undefined) return false
  return process.platform !== 'linux' || workingFolder(pid) === realpathSync(pgdata)
}

function serversOf(pgdata: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => isServerOf(pid, pgdata))
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function endsWithin(isOver: () => boolean, ms: number): Promise<boolean> {
  const until = performance.now() + ms
  while (!isOver()) {
    if (performance.now() > until) return false
    await wait(10)
  }
  return true
}
