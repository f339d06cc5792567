import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { BackupDriver } from '../steps/change/backup-driver.ts'
import { LookFirst } from '../store/db.ts'
import { digestAt } from './sealed-file.ts'

/** Older ones do not count at the gate, so they are not read. */
const readUpToMs = 20 * 60_000
/** A copy that is another one at each look is being written: no more looks help for a while. */
const looksInVain = 3
const vainForMs = 10_000
const mostSeen = 1_000
const longestLookMs = 10 * 60_000

interface Seen {
  /** What the file system says that changes with every write; nothing that was touched is taken for the same. */
  identity?: string
  /** None: it could not be read, or not as a whole. */
  digest?: string
  at: number
  /** How often it was looked at in short order. */
  looks: number
}

/**
 * What there is now of each copy that may still count; what cannot be read is not there. A copy is read in full with no transaction
 * open (LookFirst): nobody on that incident waits for a large one.
 */
export function readArtefacts(drivers: readonly BackupDriver[], nowMs = () => performance.now()) {
  const seen = new Map<string, Seen>()
  const looking = new Map<string, Promise<void>>()

  const look = async (driver: BackupDriver, location: string): Promise<void> => {
    const before = await identityOf(location)
    const digest = before === undefined ? undefined : await digestWithin(driver, location)
    const isWhole = before === (await identityOf(location))
    const last = seen.get(location)
    if (!last && seen.size >= mostSeen) seen.clear()
    const looks = last && nowMs() - last.at < vainForMs ? last.looks + 1 : 1
    seen.set(location, { identity: before, digest: isWhole ? digest : undefined, at: nowMs(), looks })
  }
  const lookOnce = (driver: BackupDriver, location: string): Promise<void> => {
    const under = looking.get(location) ?? look(driver, location).finally(() => looking.delete(location))
    looking.set(location, under)
    return under
  }
  const digestNow = async (driver: BackupDriver, location: string): Promise<string | undefined> => {
    const identity = await identityOf(location)
    if (identity === undefined) return undefined
    const known = seen.get(location)
    if (known?.identity === identity) return known.digest
    if (known && known.looks >= looksInVain && nowMs() - known.at < vainForMs) return undefined
    throw new LookFirst(location, () => lookOnce(driver, location))
  }
  return async (was: Incident, at: string): Promise<Known['artefacts']> => {
    const found: Known['artefacts'] = new Map()
    for (const { id, state, takenAt, location, driver: name, kind } of was.backups) {
      const driver = drivers.find(one => one.name === name)
      if (state !== 'verified' || !driver || !location || !takenAt) continue
      if (kind !== 'last' && Date.parse(at) - Date.parse(takenAt) > readUpToMs) continue
      found.set(id, { digest: await digestNow(driver, location) })
    }
    return found
  }
}

const digestWithin = (driver: BackupDriver, location: string): Promise<string | undefined> =>
  digestAt(driver, location, AbortSignal.timeout(longestLookMs)).catch(() => undefined)

/** Of a file, or of everything in a folder. */
async function identityOf(location: string): Promise<string | undefined> {
  try {
    const is = await statOf(location)
    if (!is.isFolder) return is.said
    const all = createHash('sha256').update(is.said)
    for (const name of (await readdir(location, { recursive: true })).sort())
      all.update(`\0${name}\0${(await statOf(join(location, name))).said}`)
    return all.digest('hex')
  } catch {
    return undefined
  }
}

async function statOf(path: string): Promise<{ said: string; isFolder: boolean }> {
  const is = await lstat(path, { bigint: true })
  return { said: [is.ino, is.mode, is.size, is.mtimeNs, is.ctimeNs].join(' '), isFolder: is.isDirectory() }
}
