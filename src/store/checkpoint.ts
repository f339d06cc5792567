import { createHash } from 'node:crypto'
import type { Row, Sql, Tx } from './db.ts'

interface HeadRow extends Row {
  incident: string
  seq: number
  hash: Buffer
}

/**
 * The global order: everything before the oldest transaction still running. Reading "after the last position seen" would
 * lose the rows of a slow transaction, whose positions are lower and come later.
 */
async function safePosition(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ pos: number }>(
    'select coalesce(max(pos), 0) as pos from entry where tx < pg_snapshot_xmin(pg_current_snapshot())',
  )
  return rows[0]?.pos ?? 0
}

/** sha256 over the checkpoint before and every timeline's head up to `pos`: a cut-off tail or a vanished timeline shows. */
async function hashUpTo(sql: Sql, pos: number, previous: Buffer): Promise<Buffer> {
  const { rows } = await sql.query<HeadRow>(
    `select distinct on (incident) incident, seq, hash from entry where pos <= $1 order by incident, seq desc`,
    [pos],
  )
  const hash = createHash('sha256').update(previous)
  for (const head of rows) hash.update(`${head.incident} ${head.seq} `).update(head.hash)
  return hash.digest()
}

/** Anchors all timelines as they stand; nothing new since the last one: nothing to do. Returns the checkpoint's hash in hex. */
export async function checkpoint(tx: Tx, now: Date): Promise<string | undefined> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline checkpoint', 0))")
  const { rows } = await tx.query<{ pos: number; hash: Buffer }>(
    'select pos, hash from checkpoint order by pos desc limit 1',
  )
  const last = rows[0]
  const pos = await safePosition(tx)
  if (pos <= (last?.pos ?? 0)) return undefined
  const hash = await hashUpTo(tx, pos, last?.hash ?? Buffer.alloc(32))
  await tx.query('insert into checkpoint (pos, at, hash) values ($1, $2, $3)', [pos, now, hash])
  return hash.toString('hex')
}

/** The checkpoints that no longer follow from what stands on the timelines. */
export async function brokenCheckpoints(sql: Sql): Promise<{ pos: number; at: string }[]> {
  const { rows } = await sql.query<{ pos: number; at: string; hash: Buffer }>('select * from checkpoint order by pos')
  const broken: { pos: number; at: string }[] = []
  let previous: Buffer = Buffer.alloc(32)
  for (const { pos, at, hash } of rows) {
    if (!(await hashUpTo(sql, pos, previous)).equals(hash)) broken.push({ pos, at })
    previous = hash
  }
  return broken
}
