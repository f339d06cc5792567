import type { OutsideHeartbeat } from '../api/first-hour.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'
import { storable } from './storable.ts'

const about = 'outside heartbeat'

interface HeartbeatRow extends Row {
  host: string
  set_by: string
  tried_at: string | null
  answer: string | null
  is_heard: boolean | null
}

export async function setOutsideHeartbeat(
  tx: Tx,
  secrets: Secrets,
  { url, by, now }: { url: string; by: string; now: Date },
): Promise<void> {
  await tx.query(
    `insert into outside_heartbeat (url, host, set_by, set_at) values ($1, $2, $3, $4)
     on conflict (org) do update set url = excluded.url, host = excluded.host, set_by = excluded.set_by,
       set_at = excluded.set_at, tried_at = null, answer = null, is_heard = null`,
    [secrets.seal(url, about), new URL(url).host, by, now],
  )
}

export async function endOutsideHeartbeat(tx: Tx): Promise<boolean> {
  return (await tx.query('delete from outside_heartbeat')).rowCount === 1
}

export async function readOutsideHeartbeat(sql: Sql): Promise<OutsideHeartbeat | undefined> {
  const { rows } = await sql.query<HeartbeatRow>(
    `select host, person.name as set_by, tried_at, answer, is_heard from outside_heartbeat
       join person on person.id = outside_heartbeat.set_by`,
  )
  const row = rows[0]
  return (
    row && {
      host: row.host,
      setBy: row.set_by,
      ...(row.tried_at && { triedAt: row.tried_at }),
      ...(row.answer !== null && { answer: row.answer }),
      ...(row.is_heard !== null && { isHeard: row.is_heard }),
    }
  )
}

/** The address, for the one node that may send now: nobody has within the last 50 s. */
export async function claimBeat(sql: Sql, secrets: Secrets, now: Date): Promise<string | undefined> {
  const { rows } = await sql.query<{ url: string }>(
    'update outside_heartbeat set tried_at = $1 where tried_at is null or tried_at <= $2 returning url',
    [now, new Date(now.getTime() - 50_000)],
  )
  return rows[0] && secrets.open(rows[0].url, about)
}

/** Who has the address can say that this Fireline lives. */
export async function heartbeatAddress(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<{ url: string }>('select url from outside_heartbeat')
  return rows.map(row => secrets.open(row.url, about))
}

export async function recordBeat(sql: Sql, answer: string, isHeard: boolean): Promise<void> {
  await sql.query('update outside_heartbeat set answer = $1, is_heard = $2', [storable(answer, 500), isHeard])
}
