import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '../../hosts/run-program.ts'
import type { Binaries } from './binaries.ts'
import { superuser } from './postmaster.ts'
import type { ServerUser } from './server-user.ts'

export interface ClusterWish {
  locale?: string[]
  /** Thrown away soon: nothing is synced. */
  isScratch?: boolean
  /** Behind everybody else on this host. */
  isGentle?: boolean
}

const ours = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

const never = new AbortController().signal

/** Makes an empty cluster, whole or not at all: a start that was killed in the middle leaves nothing that looks ready. */
export async function makeCluster(
  binaries: Binaries,
  pgdata: string,
  user: ServerUser | undefined,
  { locale = ours, isScratch = false, isGentle = false }: ClusterWish = {},
): Promise<void> {
  const draft = `${pgdata}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  if (user !== undefined) chownSync(draft, user.uid, user.gid)
  const args = ['-D', draft, `--username=${superuser}`, '--encoding=UTF8', '--auth-local=trust', '--auth-host=reject']
  const more = [...locale, ...(isScratch ? ['--no-sync'] : [])]
  const argv = [join(binaries.bin, 'initdb'), ...args, ...more]
  const { code, err } = await runProgram(argv, never, { isGentle, ...(user && { user }) })
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new Error(`initdb could not make ${pgdata}: ${err}`)
  }
  renameSync(draft, pgdata)
}

/** Refuses a cluster of another major version or of another user before PostgreSQL does it in its own words. */
export function checkCluster(pgdata: string, major: number): void {
  const versionFile = join(pgdata, 'PG_VERSION')
  if (!existsSync(versionFile)) throw new Error(`${pgdata} is not a PostgreSQL folder: it has no PG_VERSION`)
  const found = Number(readFileSync(versionFile, 'utf8').trim())
  if (found !== major) throw new Error(otherMajor(pgdata, found, major))
}

export function otherMajor(pgdata: string, found: number, major: number): string {
  return (
    `${pgdata} was written by PostgreSQL ${found}; this Fireline brings ${major}. ` +
    'Run "fireline backup FILE" with the Fireline that wrote it, then "fireline restore FILE" with this one into an empty FIRELINE_DATA.'
  )
}
