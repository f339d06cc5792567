import { chmodSync, chownSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { embeddedMajor } from './binaries.ts'
import { canReach, mayEnter, serverUser } from './server-user.ts'

/** Where the embedded cluster of a data folder lives. The major version is in the name: two majors never share files. */
export function clusterFolder(dataDir: string): string {
  return join(dataDir, `pg${embeddedMajor}`)
}

/**
 * The data folder to use, made when missing. As root, a path below folders that no ordinary user may enter cannot hold
 * the database (PostgreSQL refuses root): we say so and use /var/lib/fireline. Everything kept goes there, not only the database.
 */
export function settleDataFolder(wanted: string, log: (line: string) => void, fallback = '/var/lib/fireline'): string {
  const path = resolve(wanted)
  const user = serverUser(clusterFolder(path))
  const dataDir = canReach(path, user) ? path : fallback
  if (dataDir !== path) {
    log(`${path} is below a folder that only root may enter, and PostgreSQL does not run as root: using ${dataDir}`)
  }
  mkdirSync(dirname(dataDir), { recursive: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (user !== undefined && !mayEnter(dataDir, user)) letThrough(dataDir, user.gid)
  return realpathSync(dataDir)
}

/** The server's group may pass through the data folder, not list it. A folder that a group uses already lets others pass instead. */
function letThrough(dataDir: string, gid: number): void {
  const { uid, mode } = statSync(dataDir)
  const isPrivate = (mode & 0o070) === 0
  if (isPrivate) chownSync(dataDir, uid, gid)
  chmodSync(dataDir, (mode & 0o7777) | (isPrivate ? 0o010 : 0o001))
}
