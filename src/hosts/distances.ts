import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { Distance } from '../incident/prints.ts'
import { covers, readTouch } from '../incident/touches.ts'
import type { BackupDriver, BackupTask } from '../steps/change/backup-driver.ts'
import type { Sql } from '../store/db.ts'
import { type KeptProof, provenCopies } from '../store/proofs.ts'
import { reachOf } from '../store/resources.ts'
import type { Secrets } from '../store/secrets.ts'
import { askedFirst } from './asked-first.ts'

/** What was written since the copies were taken that changes of this incident may rest on; what cannot be told is not there. */
export function readDistances(drivers: readonly BackupDriver[], secrets: Secrets) {
  const asked = askedFirst<Distance>()
  return async (sql: Sql, was: Incident, at: string): Promise<Known['distances']> => {
    const found: Known['distances'] = new Map()
    const touches = pending(was)
    if (touches.length === 0) return found
    for (const proof of await provenCopies(sql, at)) {
      const held = touches.filter(touch => proof.covers.some(copy => covers(copy, touch)))
      const distance = held.length > 0 ? await distanceOf(sql, proof, held) : undefined
      if (distance) found.set(proof.id, distance)
    }
    return found
  }

  async function distanceOf(sql: Sql, proof: KeptProof, touches: string[]): Promise<Distance | undefined> {
    const driver = drivers.find(one => one.name === proof.driver)
    const { point } = proof
    if (!driver?.distance || !point) return undefined
    const task = await taskFor(sql, proof, touches)
    return asked([proof.id, ...touches].join(' '), async () => driver.distance?.(task, point))
  }

  async function taskFor(sql: Sql, { id, resource }: KeptProof, touches: string[]): Promise<BackupTask> {
    const isFolder = readTouch(touches[0] ?? '')?.kind === 'folder'
    const reach = isFolder ? undefined : await reachOf(sql, secrets, resource)
    const url = reach && 'url' in reach ? { url: reach.url } : {}
    return { backup: id, touches, folder: '', resource, pace: 'gentle', ...url }
  }
}

/** What complex changes that did not end yet touch. */
const pending = ({ changes }: Incident): string[] => [
  ...new Set(changes.filter(one => isPending(one.state) && one.kind === 'complex').flatMap(one => one.touches)),
]

const isPending = (state: string): boolean => state === 'proposed' || state === 'failed' || state === 'applying'
