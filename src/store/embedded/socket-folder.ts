import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canReach, mayEnter, type ServerUser } from './server-user.ts'

const socketName = '.s.PGSQL.5432'
const longestPath = 107

/**
 * A short folder that only the server's user may enter, for the unix socket: a socket's path has room for 107 bytes, and a
 * data folder may be deeper than that. Its 0700 is the database's whole lock on the door, so a folder of somebody else
 * under the same name is never used. Called when no server of this data folder runs: what a killed one left there is removed.
 */
export function makeSocketFolder(pgdata: string, user: ServerUser | undefined): string {
  const name = `fireline-${createHash('sha256').update(pgdata).digest('hex').slice(0, 12)}`
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    for (const suffix of ['', '-2', '-3']) {
      const folder = join(base, name + suffix)
      if (Buffer.byteLength(join(folder, socketName)) > longestPath) break
      if (user !== undefined && !(canReach(folder, user) && mayEnter(base, user))) break
      if (claim(folder, user)) return folder
    }
  }
  throw new Error(`No temporary folder is free for the database socket (tried ${name} in ${tmpdir()} and /tmp)`)
}

function claim(folder: string, user: ServerUser | undefined): boolean {
  const owner = user?.uid ?? process.getuid?.()
  try {
    mkdirSync(folder, { mode: 0o700 })
    if (user !== undefined) chownSync(folder, user.uid, user.gid)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS') return false
    if (code !== 'EEXIST') throw error
  }
  const found = lstatSync(folder)
  if (!found.isDirectory() || (owner !== undefined && found.uid !== owner)) return false
  chmodSync(folder, 0o700)
  for (const left of readdirSync(folder)) rmSync(join(folder, left), { force: true })
  return true
}
