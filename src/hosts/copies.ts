import { access, readdir, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { fireline } from '../incident/entry.ts'
import type { Settings } from '../settings.ts'
import {
  copyIsGone,
  dateCopies,
  endCopies,
  forgetKeys,
  incidentsWithCopies,
  keptForHours,
  keylessCopies,
} from '../store/copies.ts'
import { inTransaction } from '../store/db.ts'
import { headsOf } from '../store/head.ts'
import { onlyNewestStays } from '../store/rehearsals.ts'
import { sealedName } from './sealed-file.ts'

/** As long as a copy stays after its incident where its resource says nothing else. */
export const keptForMs = keptForHours * 3_600_000
/** A file that no node finds in this time is gone already. */
const lookedForMs = 3_600_000

/** Copies whose time is over end, keys first: from then on a file that cannot be removed is noise. */
export async function expireCopies(desk: Desk): Promise<void> {
  const { db, clock } = desk
  for (const is of await headsOf(db, await incidentsWithCopies(db))) {
    await dateCopies(db, is.id, is.status === 'resolved' ? is.resolvedAt : undefined)
    const failed = is.backups.filter(one => one.state === 'failed').map(({ id }) => id)
    // Called off in the very moment in which it was kept.
    if (failed.length > 0) await endCopies(db, is.id, failed, clock.now())
  }
  await onlyNewestStays(db, clock.now())
  await forgetKeys(db, clock.now())
  for (const copy of await keylessCopies(db)) {
    const lateMs = clock.now().getTime() - Date.parse(copy.expiresAt ?? '')
    if ((await removed(copy.location)) || lateMs > lookedForMs) await isGone(desk, copy)
  }
}

/** What a node that was killed left of copies that came to nothing: they may be plain. Empty folders go as well. */
export async function sweepCopies({ db }: Desk, settings: Pick<Settings, 'copies' | 'dataDir'>): Promise<void> {
  const folder = copiesFolder(settings)
  const incidents = (await namesIn(folder)).filter(name => isId.test(name))
  for (const is of await headsOf(db, incidents)) {
    const stateOf = (id: string) => is.backups.find(one => one.id === id)?.state
    for (const name of await namesIn(join(folder, is.id))) {
      const path = join(folder, is.id, name)
      if (stateOf(name) === 'failed') await rm(path, { recursive: true, force: true })
      // Who takes one may be making its folders now.
      else if (stateOf(name) !== 'running') await rmdir(path).catch(() => {})
    }
    if (!is.backups.some(one => one.state === 'running')) await rmdir(join(folder, is.id)).catch(() => {})
  }
}

/** Where copies of what is changed go. */
export const copiesFolder = ({ copies, dataDir }: Pick<Settings, 'copies' | 'dataDir'>): string =>
  copies ?? join(dataDir, 'backups')

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

/** True when it lay on this host, and does no more. */
async function removed(location: string): Promise<boolean> {
  if (basename(location) !== sealedName) return false
  try {
    await access(location)
    await rm(dirname(location), { recursive: true })
    return true
  } catch {
    return false
  }
}

async function isGone(desk: Desk, { id, incident }: { id: string; incident: string | null }): Promise<void> {
  const { db, clock } = desk
  await inTransaction(db, async tx => {
    await copyIsGone(tx, id, clock.now())
    if (incident === null) return
    const body = { backups: [id], why: 'age' }
    await handle(desk, tx, incident, { id: newId(clock.now()), by: fireline, at: clock.at(), body }, 'copies-expired')
  })
}
