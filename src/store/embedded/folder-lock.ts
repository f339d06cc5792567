import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts'

export type FolderLock = { release: () => void }

/** The data folder belongs to a process that is alive. */
export class FolderInUse extends Error {
  readonly holder: ProcessIdentity
  constructor(folder: string, holder: ProcessIdentity) {
    super(
      `${folder} is in use by process ${holder.pid}. Stop that Fireline first, or give this one another FIRELINE_DATA.`,
    )
    this.holder = holder
  }
}

/**
 * One process at a time owns a data folder; the lock of a process that is gone is taken over.
 *
 * The locks are numbered files, each made whole by link(2): who takes over from number n makes n + 1, and only one can.
 * Whoever made a lock looks once more: a higher number means that the look before was too old, so it starts again.
 */
export function lockFolder(folder: string): FolderLock {
  const locks = join(folder, 'lock')
  mkdirSync(locks, { recursive: true, mode: 0o700 })
  for (;;) {
    const last = numbers(locks).at(-1) ?? 0
    const holder = last === 0 ? undefined : holderOf(locks, last)
    if (holder !== undefined && isRunning(holder)) throw new FolderInUse(folder, holder)
    if (!makeLock(locks, last + 1)) continue
    const present = numbers(locks)
    if (present.at(-1) === last + 1) {
      for (const old of present.slice(0, -1)) rmSync(join(locks, String(old)), { force: true })
      return { release: () => rmSync(join(locks, String(last + 1)), { force: true }) }
    }
    rmSync(join(locks, String(last + 1)), { force: true })
  }
}

/** Who holds the folder now, if anybody alive does. */
export function folderHolder(folder: string): ProcessIdentity | undefined {
  const locks = join(folder, 'lock')
  const last = numbers(locks).at(-1)
  const holder = last === undefined ? undefined : holderOf(locks, last)
  return holder !== undefined && isRunning(holder) ? holder : undefined
}

function makeLock(locks: string, number: number): boolean {
  const draft = join(locks, `draft-${process.pid}`)
  writeFileSync(draft, JSON.stringify(identifyProcess(process.pid)), { mode: 0o600 })
  try {
    linkSync(draft, join(locks, String(number)))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function numbers(locks: string): number[] {
  try {
    return readdirSync(locks)
      .filter(name => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A lock that cannot be read was cut short by the machine's end, not by a process: nobody holds it. */
function holderOf(locks: string, number: number): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(join(locks, String(number)), 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
