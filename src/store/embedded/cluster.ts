import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import { superuser } from './postmaster.ts'
import type { ServerUser } from './server-user.ts'

export interface ClusterWish {
  locale?: string[]
  /** Thrown away soon: nothing is synced. */
  isScratch?: boolean
}

const ours = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

/** Makes an empty cluster, whole or not at all: a start that was killed in the middle leaves nothing that looks ready. */
export async function makeCluster(
  binaries: Binaries,
  pgdata: string,
  user: ServerUser | undefined,
  { locale = ours, isScratch = false }: ClusterWish = {},
): Promise<void> {
  const draft = `${pgdata}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  if (user !== undefined) chownSync(draft, user.uid, user.gid)
  const args = ['-D', draft, `--username=${superuser}`, '--encoding=UTF8', '--auth-local=trust', '--auth-host=reject']
  const more = [...locale, ...(isScratch ? ['--no-sync'] : [])]
  try {
    await promisify(execFile)(join(binaries.bin, 'initdb'), [...args, ...more], { cwd: '/', ...user })
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const said = (error as { stderr?: string }).stderr || (error as Error).message
    throw new Error(`initdb could not make ${pgdata}: ${said}`, { cause: error })
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
