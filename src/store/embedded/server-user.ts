import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Whom the database server runs as when we are root; nothing when we are an ordinary user and it runs as we do. */
export type ServerUser = { uid: number; gid: number }

const nobody: ServerUser = { uid: 65534, gid: 65534 }

/**
 * PostgreSQL refuses root. Its server then runs as whoever owns the database folder already, else as number 65534,
 * for which no account has to be made.
 */
export function serverUser(pgdata: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (!existsSync(pgdata)) return nobody
  const { uid, gid } = statSync(pgdata)
  return uid === 0 ? nobody : { uid, gid }
}

/** May this user pass through every folder above the path? Judged by mode bits, from the nearest folder that exists. */
export function canReach(path: string, user: ServerUser | undefined): boolean {
  return user === undefined || foldersAbove(path).every(folder => mayEnter(folder, user))
}

export function mayEnter(folder: string, user: ServerUser): boolean {
  if (!existsSync(folder)) return true
  const { uid, gid, mode } = statSync(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

function foldersAbove(path: string): string[] {
  const above: string[] = []
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    above.push(folder)
    if (folder === dirname(folder)) return above
  }
}
