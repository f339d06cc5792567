import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { standBehind } from '../../hosts/behind-others.ts'
import type { Binaries } from './binaries.ts'
import { superuser } from './postmaster.ts'
import type { ServerUser } from './server-user.ts'

/** A server to start: whose programs, on which folder, as whom. */
export type ServerPlan = {
  binaries: Binaries
  pgdata: string
  socketFolder: string
  logFile: string
  user: ServerUser | undefined
  settings?: Record<string, string>
  /** Who asks whether it answers. Ours unless said. */
  as?: { user: string; database: string }
  longestRecoveryMs?: number
  /** Behind everybody else on this host, with all that it starts. */
  isGentle?: boolean
}

const always = {
  listen_addresses: '',
  max_connections: '100',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  huge_pages: 'off',
  wal_buffers: '16MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Its log is no place for what people wrote: neither statements nor the values in an error's detail.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

const longestLogBytes = 10_000_000
const usualRecoveryMs = 120_000

/**
 * Starts the server in a session of its own, so that a signal to our whole process group reaches us first and we can stop it
 * in order. Resolves when it answers; a replay after a crash may take a while.
 */
export async function startServer(plan: ServerPlan): Promise<ChildProcess> {
  const settings = { ...always, unix_socket_directories: plan.socketFolder, ...plan.settings }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  if (existsSync(plan.logFile) && statSync(plan.logFile).size > longestLogBytes) truncateSync(plan.logFile)
  const logFrom = existsSync(plan.logFile) ? statSync(plan.logFile).size : 0
  const output = openSync(plan.logFile, 'a', 0o600)
  const child = spawn(join(plan.binaries.bin, 'postgres'), ['-D', plan.pgdata, ...args], {
    detached: true,
    stdio: ['ignore', output, output],
    cwd: '/',
    ...plan.user,
  })
  closeSync(output)
  if (plan.isGentle) standBehind(child.pid)
  const over = new AbortController()
  child.once('error', error => over.abort(error.message))
  child.once('exit', (code, signal) => over.abort(`it ended with ${code ?? signal}`))
  child.unref()
  const problem = await whyNoAnswer(plan, over.signal)
  if (problem === undefined) return child
  const said = readFileSync(plan.logFile, 'utf8').slice(logFrom).trim().split('\n').slice(-5).join('\n')
  child.kill('SIGQUIT')
  throw new Error(`The embedded PostgreSQL did not start: ${problem}\n${said}`)
}

/** Nothing once the server answers. */
async function whyNoAnswer(
  { socketFolder, as = { user: superuser, database: 'postgres' }, longestRecoveryMs = usualRecoveryMs }: ServerPlan,
  ended: AbortSignal,
): Promise<string | undefined> {
  const until = performance.now() + longestRecoveryMs
  let last = 'it did not answer'
  while (!ended.aborted && performance.now() < until) {
    const client = new pg.Client({ host: socketFolder, ...as })
    client.on('error', () => {})
    try {
      await client.connect()
      return undefined
    } catch (error) {
      last = (error as Error).message
      await wait(15)
    } finally {
      await client.end().catch(() => {})
    }
  }
  return ended.aborted ? String(ended.reason) : last
}
