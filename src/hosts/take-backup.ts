import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import type { Outcome, Owed, Perform } from '../engine/perform.ts'
import type { Waypoint } from '../engine/waypoint.ts'
import { type BackupDriver, type BackupTask, BackupTrouble } from '../steps/change/backup-driver.ts'
import type { Shown } from '../steps/change/levels.ts'
import { say } from '../steps/change/say-room.ts'
import { keepCopy, tookLast } from '../store/copies.ts'
import { readHead } from '../store/head.ts'
import type { Secrets } from '../store/secrets.ts'
import { type StillWanted, stillWanted } from './called-off.ts'
import { copyAndProve } from './copy-and-prove.ts'
import { placesOnFire } from './copy-place.ts'
import { sourceOf } from './copy-source.ts'
import { tellProgress } from './tell-progress.ts'
import { paceOf, slugsOf } from './throttle.ts'

export interface BackupHost {
  /** The folder that copies go to. */
  copies: string
  /** Where Fireline's own data lies: it needs room, too. */
  dataDir: string
  secrets: Secrets
  drivers: readonly BackupDriver[]
}

/**
 * Takes a copy, proves it and seals it. Killed half-way it begins again from nothing, in a folder of its own: a copy is whole and
 * proven, or it is not there, and who stood still and wakes up late breaks nobody else's. Called off, nothing of it stays.
 */
export function takeBackup(host: BackupHost): Perform<'take-backup'> {
  return async (owed, desk, stopping) => {
    const { backup, touches } = owed.body
    const all = join(host.copies, owed.incident, backup)
    const folder = join(all, String(owed.attempt))
    const wanted = stillWanted(desk, owed.incident, backup)
    const signal = AbortSignal.any([stopping, wanted.signal])
    let url: string | undefined
    try {
      await forgetEarlier(all)
      await wanted.look()
      signal.throwIfAborted()
      const source = await sourceOf(desk.db, host.secrets, touches)
      url = source.url
      return await takeFrom(source, host, owed, desk, { folder, signal, wanted })
    } catch (error) {
      if (!wanted.signal.aborted) return failed(owed, folder, error, stopping, url)
      await rm(all, { recursive: true, force: true })
      return { outcome: 'delivered', answer: 'Called off; nothing of it is left.' }
    } finally {
      wanted.end()
    }
  }
}

interface Taking {
  folder: string
  signal: AbortSignal
  wanted: StillWanted
}

async function takeFrom(
  source: Awaited<ReturnType<typeof sourceOf>>,
  host: BackupHost,
  owed: Owed<'take-backup'>,
  desk: Desk,
  { folder, signal, wanted }: Taking,
): Promise<Outcome> {
  const { incident, kind } = owed
  const { backup, driver: name, touches } = owed.body
  const startedAt = desk.clock.now()
  const driver = host.drivers.find(one => one.name === name)
  if (!driver) throw new BackupTrouble(`This Fireline has no driver "${name}".`)
  const key = randomBytes(32)
  const pace = await paceOf(desk.db, { incident, ...owed.body })
  const more = { ...source, key, commands: await commandsOf(desk, owed) }
  const task: BackupTask = { backup, touches, folder, pace, ...more }
  desk.passing?.('copy-begun', kind)
  const tookMs = await tookLast(desk.db, name, touches)
  const around = await aroundOf(host, desk)
  const { tell, end } = tellProgress(desk, { incident, backup, slowed: pace === 'gentle', tookMs })
  const passing = (point: Waypoint) => desk.passing?.(point, kind)
  const hears = { passing, tell, ...around }
  const all = await copyAndProve(driver, task, signal, hears).finally(end)
  const { plain, isBesideSource, shown, putBack: _, ...made } = all
  await wanted.look()
  signal.throwIfAborted()
  const proof = isBesideSource ? `${made.proof} ${say.onlyDisk}` : made.proof
  const proven = { ...made, proof, restore: putBackLine(backup, made.restore) }
  const durationMs = desk.clock.now().getTime() - startedAt.getTime()
  // The copy counts from before its snapshot: what changed since then is not in it.
  const takenAt = startedAt.toISOString()
  const copy = { ...made, id: backup, incident, resource: slugsOf(touches)[0] ?? null }
  const kept = { ...copy, driver: name, takenAt, verifiedAt: desk.clock.at() }
  await keepCopy(desk.db, host.secrets, kept, { key: key.toString('base64'), line: made.restore, plain })
  const body = { backup, driver: name, ...printsOf(shown), ...proven, takenAt, durationMs }
  return { outcome: 'delivered', answer: proven.proof, asks: [{ command: 'backup-verified', body }] }
}

/** Thing by thing, where it is few enough to be read. */
const mostPrints = 200
const printsOf = ({ source = [] }: Shown = {}) =>
  source.length > 0 && source.length <= mostPrints ? { prints: source } : {}

/** What else lies where copies go, and what fires about it. */
export const aroundOf = async ({ dataDir }: BackupHost, { db }: Desk) => ({ dataDir, onFire: await placesOnFire(db) })

/** What the change that it is for would run. */
async function commandsOf(desk: Desk, { incident, body }: Owed<'take-backup'>): Promise<readonly string[]> {
  const is = body.driver === 'rows' ? await readHead(desk.db, incident) : undefined
  return is?.changes.find(one => one.id === body.change)?.commands ?? []
}

/** The one line that puts it back; how the driver does that is told when the copy is opened. */
const putBackLine = (backup: string, line: string): string =>
  `fireline put-back ${backup}${line.includes('<url>') ? ' --into <url>' : ''}`

/** What an earlier attempt left, or is still about to write: it can become nothing any more. */
async function forgetEarlier(all: string): Promise<void> {
  for (const name of await readdir(all).catch(() => [])) await rm(join(all, name), { recursive: true, force: true })
}

/** Nothing is left behind; a server that is stopping begins again when it is back. */
async function failed(
  owed: Owed<'take-backup'>,
  folder: string,
  error: unknown,
  signal: AbortSignal,
  url: string | undefined,
): Promise<Outcome> {
  await rm(folder, { recursive: true, force: true }).catch(() => {})
  if (signal.aborted) return { outcome: 'retry', answer: 'Interrupted; it begins again.', afterMs: 0 }
  const why = inWords(error, url)
  const trouble = error instanceof BackupTrouble && error.why
  const body = { backup: owed.body.backup, reason: why, ...(trouble && { why: trouble }) }
  return { outcome: 'failed', answer: why, asks: [{ command: 'backup-failed', body }] }
}

/** Why a copy failed, without what opens the source. */
export function inWords(error: unknown, url: string | undefined): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 'The disk that copies go to is full.'
  const said = reason(error)
  const password = url && URL.canParse(url) ? new URL(url).password : ''
  const secrets = [url ?? '', password, safeDecode(password)].filter(secret => secret !== '')
  return secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), said).slice(0, 2_000)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
