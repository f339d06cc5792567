import { isDeepStrictEqual } from 'node:util'
import type { Backup, Change, Incident } from '../incident/incident.ts'
import { named } from '../incident/incident.ts'
import type { Artefact, Known } from '../incident/known.ts'
import type { Print } from '../incident/prints.ts'
import { readTouch } from '../incident/touches.ts'
import type { BackupTask } from '../steps/change/backup-driver.ts'
import { LookFirst, type Tx } from '../store/db.ts'
import { reachOf } from '../store/resources.ts'
import type { Secrets } from '../store/secrets.ts'

/** So long a look counts; the next ask looks again, and sooner where the last one said no. */
const countsForMs = { same: 10_000, others: 2_000, unknown: 2_000 }
/** A database that burns is not waited for. */
const mostLookMs = 10_000
const readUpToMs = 20 * 60_000
const mostSeen = 1_000

/** The rows that the commands of a task would touch now, within so many milliseconds. */
export type FindRows = (task: BackupTask, mostMs: number) => Promise<Print[]>

type Rows = NonNullable<Artefact['rows']>

/**
 * Whether the rows that were saved for a change are still the ones that it would touch, as they read then: looked up again in their
 * database, with no transaction of ours open. What cannot be looked up is unknown, and does not count.
 */
export function readRowsNow(find: FindRows, secrets: Secrets, nowMs = () => performance.now()) {
  const seen = new Map<string, { rows: Rows; at: number }>()
  return async (tx: Tx, was: Incident, at: string, artefacts: Known['artefacts']): Promise<Known['artefacts']> => {
    for (const { copy, change } of savedRows(was, at)) {
      const found = artefacts.get(copy.id)
      if (!found) continue
      const known = seen.get(copy.id)
      if (!known || nowMs() - known.at > countsForMs[known.rows]) {
        const slug = copy.touches.map(readTouch).find(touch => touch?.kind === 'postgres')?.resource ?? ''
        const reach = await reachOf(tx, secrets, slug)
        const url = reach?.kind === 'postgres' ? reach.url : ''
        throw new LookFirst(`the rows of ${change.ref}`, async () => {
          if (seen.size >= mostSeen) seen.clear()
          seen.set(copy.id, { rows: await look(find, copy, change, url), at: nowMs() })
        })
      }
      artefacts.set(copy.id, { ...found, rows: known.rows })
    }
    return artefacts
  }
}

/** Those that a change which has not run yet may still rest on. */
function savedRows(was: Incident, at: string): { copy: Backup; change: Change }[] {
  return was.backups.flatMap(copy => {
    const change = copy.change === undefined ? undefined : named(was.changes, copy.change)
    const isFresh = Date.parse(at) - Date.parse(copy.takenAt ?? '') <= readUpToMs
    const waits = change?.state === 'proposed' || change?.state === 'failed' || change?.state === 'applying'
    return copy.driver === 'rows' && copy.state === 'verified' && isFresh && change && waits ? [{ copy, change }] : []
  })
}

async function look(find: FindRows, copy: Backup, change: Change, url: string): Promise<Rows> {
  const task = { backup: copy.id, folder: '', touches: copy.touches, url, commands: change.commands }
  try {
    const now = await find(task, mostLookMs)
    return isDeepStrictEqual(now, copy.prints) ? 'same' : 'others'
  } catch {
    return 'unknown'
  }
}
