import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canReach, type ServerUser } from '../store/embedded/server-user.ts'

/** A new folder where the data is, if a scratch server's user can get there; otherwise among the temporary ones. */
export function reachableFolder(wanted: string, prefix: string, userOf: (folder: string) => ServerUser | undefined) {
  mkdirSync(wanted, { recursive: true, mode: 0o711 })
  const inside = realpathSync(mkdtempSync(join(wanted, prefix)))
  if (canReach(inside, userOf(inside))) return inside
  rmSync(inside, { recursive: true })
  return realpathSync(mkdtempSync(join(tmpdir(), prefix)))
}

/** Those of such folders that there are, of every Fireline of this machine. */
export function scratchFoldersOf(wanted: string, prefix: string): string[] {
  return [wanted, tmpdir()].flatMap(base =>
    namesIn(base)
      .filter(entry => entry.startsWith(prefix))
      .map(entry => join(base, entry)),
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
