import { readTouch } from '../incident/touches.ts'
import { type BackupTask, BackupTrouble } from '../steps/change/backup-driver.ts'
import type { Sql } from '../store/db.ts'
import { type Reach, reachOf } from '../store/resources.ts'
import type { Secrets } from '../store/secrets.ts'

/** How to reach what one copy is taken of; nothing where its touches say all of it. */
export async function sourceOf(
  sql: Sql,
  secrets: Secrets,
  touches: readonly string[],
): Promise<Pick<BackupTask, 'url' | 'path' | 'smoke'>> {
  const read = touches.map(readTouch).find(one => one && one.kind !== 'folder' && one.kind !== 'own')
  if (!read || read.kind === 'folder' || read.kind === 'own') return {}
  const reach = await reachOf(sql, secrets, read.resource)
  if (reach?.kind === read.kind) return wayTo(reach)
  throw new BackupTrouble(`Fireline no longer knows how to reach ${read.kind} ${read.resource}.`)
}

/** Where it is, and what its data has to answer. */
export const wayTo = (reach: Reach): Pick<BackupTask, 'url' | 'path' | 'smoke'> =>
  'url' in reach ? { url: reach.url, ...(reach.smoke && { smoke: reach.smoke }) } : { path: reach.path }
