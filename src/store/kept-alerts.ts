import { type AlertRow, alertColumns } from './alerts.ts'
import type { Tx } from './db.ts'

/** Those that fire, were kept out and are due to be looked at again; the longest due first. */
export async function dueAgain(tx: Tx, now: string, limit: number): Promise<AlertRow[]> {
  const { rows } = await tx.query<AlertRow>(
    `select ${alertColumns} from alert where look_again_at <= $1 order by look_again_at, id limit $2`,
    [now, limit],
  )
  return rows
}

/** Those that fire in incidents which are not resolved, the last heard first. */
export async function firingInOpen(tx: Tx, limit: number): Promise<AlertRow[]> {
  const { rows } = await tx.query<AlertRow>(
    `select ${alertColumns.replaceAll(/[a-z_]+/g, 'alert.$&')} from alert join incident_head on incident_head.incident = alert.incident
      where alert.status = 'firing' and incident_head.status <> 'resolved' order by heard_at desc limit $1`,
    [limit],
  )
  return rows
}

/** Those that wait for others of their group. */
export async function waitingIn(tx: Tx, groupKey: string): Promise<AlertRow[]> {
  const { rows } = await tx.query<AlertRow>(
    `select ${alertColumns} from alert where kept_out = 'threshold' and kept_by = $1 and status = 'firing' order by kept_at, id`,
    [groupKey],
  )
  return rows
}

/** Everything that fires, in the order of ids, after one of them. */
export async function firingAfter(tx: Tx, id: string, limit: number): Promise<AlertRow[]> {
  const { rows } = await tx.query<AlertRow>(
    `select ${alertColumns} from alert where status = 'firing' and ($1 = '' or id > nullif($1, '')::uuid) order by id limit $2`,
    [id, limit],
  )
  return rows
}
