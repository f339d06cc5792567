import { type NodeSeen, vanishedAfterMs } from '../steps/notify/nodes.ts'
import type { Row, Sql } from './db.ts'

interface NodeRow extends Row {
  id: string
  name: string
  version: string
  address: string
  started_at: string
  seen_at: string
  left_at: string | null
}

/** A node tells of itself: that it is here, and since when it cannot promise that pages leave. */
export async function tellOfNode(
  sql: Sql,
  node: Omit<NodeSeen, 'seenAt' | 'leftAt'>,
  now: Date,
  redSince: Date | undefined,
): Promise<void> {
  await sql.query(
    `insert into node_seen (id, name, version, address, started_at, seen_at, red_since) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set seen_at = excluded.seen_at, red_since = excluded.red_since, left_at = null`,
    [node.id, node.name, node.version, node.address, node.startedAt, now, redSince ?? null],
  )
}

export async function nodesSeen(sql: Sql): Promise<NodeSeen[]> {
  const { rows } = await sql.query<NodeRow>(
    'select id, name, version, address, started_at, seen_at, left_at from node_seen',
  )
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    version: row.version,
    address: row.address,
    startedAt: row.started_at,
    seenAt: row.seen_at,
    ...(row.left_at && { leftAt: row.left_at }),
  }))
}

export async function sayGoodBye(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.query('update node_seen set left_at = $2 where id = $1', [id, now])
}

/** Whoever is gone: for the only node of a database. */
export async function forgetOtherNodes(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from node_seen where id <> $1', [id])
}

/** Who left, or was not heard of since `before`. */
export async function forgetOldNodes(sql: Sql, before: Date): Promise<void> {
  await sql.query('delete from node_seen where coalesce(left_at, seen_at) < $1', [before])
}

/** Somebody knows that it will not come back; false for one that is here, or that nobody knows. */
export async function forgetNode(sql: Sql, id: string, now: Date): Promise<boolean> {
  const silentSince = new Date(now.getTime() - vanishedAfterMs)
  return (
    (await sql.query('delete from node_seen where id::text = $1 and seen_at < $2', [id, silentSince])).rowCount === 1
  )
}
