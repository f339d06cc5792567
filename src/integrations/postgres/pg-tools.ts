import { spawn } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type pg from 'pg'
import { standBehind } from '../../hosts/behind-others.ts'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { type Brake, hold, noBrake } from './brake.ts'
import { behindOnDisk } from './pace.ts'
import { withoutSecrets } from './source.ts'

export interface Tools {
  dump: string
  restore: string
  major: number
}

/** The newest pg_dump of this host with its pg_restore; nothing where there are none. */
export async function findTools(): Promise<Tools | undefined> {
  const found = await Promise.all(toolFolders().map(toolsIn))
  return found.filter(tools => tools !== undefined).sort((a, b) => b.major - a.major)[0]
}

/** Debian keeps each version apart, and puts wrappers on the PATH that choose by cluster. */
export function toolFolders(): string[] {
  const base = '/usr/lib/postgresql'
  try {
    return [...readdirSync(base).map(version => join(base, version, 'bin')), ...onPath()]
  } catch {
    return onPath()
  }
}

const onPath = (): string[] => (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder.startsWith('/'))

async function toolsIn(folder: string): Promise<Tools | undefined> {
  const [dump, restore] = [join(folder, 'pg_dump'), join(folder, 'pg_restore')]
  if (!isProgram(dump) || !isProgram(restore)) return undefined
  const version = await runTool(dump, ['--version'], {}, AbortSignal.timeout(5_000)).catch(() => '')
  const major = Number(/\) (\d+)/.exec(version)?.[1])
  return Number.isInteger(major) ? { dump, restore, major } : undefined
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What a tool needs to reach the database, in its environment: arguments are seen by everyone on the host. */
export function environmentOf(client: pg.Client, url: string | undefined): Record<string, string> {
  const { host, port, user, database, password } = client
  const sslMode = url && URL.canParse(url) ? new URL(url).searchParams.get('sslmode') : null
  const said = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database, PGPASSWORD: password }
  const given = Object.entries({ ...said, PGSSLMODE: sslMode ?? undefined, PGCONNECT_TIMEOUT: '10' })
  return Object.fromEntries(given.filter((pair): pair is [string, string] => Boolean(pair[1])))
}

/**
 * Runs one program without a shell; resolves with what it printed, or trouble with the last line it said. With a brake it stands behind
 * everybody else on this host, and gives way.
 */
export async function runTool(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  signal: AbortSignal,
  brake: Brake = noBrake,
): Promise<string> {
  const { PATH = '', HOME = '/' } = process.env
  const [first, rest] = brake.isGentle ? behindOnDisk(program, args) : [program, args]
  const child = spawn(first, rest, {
    signal,
    env: { PATH, HOME, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A session of its own, which is what is held and stands behind, with all that it starts.
    detached: brake.isGentle,
  })
  const over = new AbortController()
  if (brake.isGentle) standBehind(child.pid)
  const held = brake.isGentle && child.pid !== undefined ? hold(child.pid, brake, over.signal) : undefined
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => {
    said.out += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    said.err = (said.err + bytes.toString()).slice(-4_000)
  })
  // Stopped, it is waited for: until it is gone it may still write.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', error => (child.pid === undefined ? reject(error) : undefined))
    child.once('close', resolve)
  }).finally(() => over.abort())
  await held
  signal.throwIfAborted()
  if (code === 0) return said.out
  const name = ([program, ...args].find(part => /\/pg_\w+$/.test(part)) ?? program).split('/').at(-1)
  const why = withoutSecrets(new Error(said.err.trim().split('\n').slice(0, 3).join(' ')), undefined)
  const secret = env['PGPASSWORD']
  throw new BackupTrouble(`${name} ended with ${code}: ${secret ? why.replaceAll(secret, '•••') : why}`)
}
