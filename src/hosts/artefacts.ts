import { lstat } from 'node:fs/promises'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { BackupDriver } from '../steps/change/backup-driver.ts'

/** Older ones do not count at the gate, so they are not read. */
const readUpToMs = 20 * 60_000

/** Digests by what the file system says that changes with every write: nothing that was touched is taken for the same. */
type Seen = Map<string, string>

/** Reads what there is now of each copy that may still count. What cannot be read is not there. */
export function readArtefacts(drivers: readonly BackupDriver[]) {
  const seen: Seen = new Map()
  return async (was: Incident, at: string): Promise<Known['artefacts']> => {
    const found: Known['artefacts'] = new Map()
    for (const { id, state, takenAt, location, driver: name } of was.backups) {
      const driver = drivers.find(one => one.name === name)
      if (state !== 'verified' || !driver || !location || !takenAt) continue
      if (Date.parse(at) - Date.parse(takenAt) > readUpToMs) continue
      found.set(id, { digest: await digestNow(driver, location, seen).catch(() => undefined) })
    }
    return found
  }
}

async function digestNow(driver: BackupDriver, location: string, seen: Seen): Promise<string> {
  const before = await lstat(location, { bigint: true })
  const identity = [location, before.ino, before.size, before.mtimeNs, before.ctimeNs].join(' ')
  const known = before.isFile() ? seen.get(identity) : undefined
  if (known) return known
  const digest = await driver.digestOf(location)
  if (seen.size > 1_000) seen.clear()
  seen.set(identity, digest)
  return digest
}
