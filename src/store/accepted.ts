import type { Row, Sql, Tx } from './db.ts'
import type { LogRecord } from './segments/frame.ts'
import type { Position } from './segments/replay.ts'

/** What became of an accepted request. */
export interface Applied {
  receipt: string
  results: unknown[]
  /** Why it could not be applied; a person looks at it. */
  trouble?: string
}

interface WaitingRow extends Row {
  receipt: string
  integration: string | null
  source: string
  at: string
  body: string
}

/** Whoever holds this applies, until its transaction ends: one node at a time. */
export async function holdApplying(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline apply', 0))")
}

export async function insertWaiting(sql: Sql, { receipt, integration, source, at, body }: LogRecord): Promise<void> {
  await sql.query('insert into accepted (receipt, integration, source, at, body) values ($1, $2, $3, $4, $5)', [
    receipt,
    integration ?? null,
    source,
    at,
    body,
  ])
}

/** A fair turn: of each key the first ones, at most a quarter of the turn while others wait; then whoever was there first. */
export async function waitingRows(tx: Tx, most: number): Promise<LogRecord[]> {
  const { rows } = await tx.query<WaitingRow>(
    `with fair as (
       (select head.pos from integration, lateral (select pos from accepted
           where accepted.integration = integration.id and applied_at is null order by pos limit $1 / 4) as head
         union all (select pos from accepted where integration is null and applied_at is null order by pos limit $1 / 4))
        order by pos limit $1),
     more as (select pos from accepted where applied_at is null and pos not in (select pos from fair) order by pos
       limit $1 - (select count(*) from fair))
     select receipt, integration, source, at, body from accepted
      where pos in (select pos from fair union all select pos from more) order by pos`,
    [most],
  )
  return rows.map(({ receipt, integration, source, at, body }) => ({
    receipt,
    integration: integration ?? undefined,
    source,
    at,
    body,
  }))
}

/** Marks rows that waited in the table. */
export async function markApplied(tx: Tx, done: readonly Applied[], now: Date): Promise<void> {
  await tx.query(
    `update accepted set applied_at = $1, results = row.results, trouble = row.trouble
       from unnest($2::uuid[], $3::text[], $4::text[]) as row (receipt, results, trouble)
      where accepted.receipt = row.receipt`,
    [now, ...columnsOf(done)],
  )
}

/** Keeps requests of a segment log, with what became of them. */
export async function insertApplied(
  tx: Tx,
  records: readonly LogRecord[],
  done: readonly Applied[],
  now: Date,
): Promise<void> {
  for (let from = 0; from < records.length; from += mostRows)
    await insertSome(tx, records.slice(from, from + mostRows), done.slice(from, from + mostRows), now)
}

const mostRows = 500

/** Bodies are long texts, and go as they are. */
async function insertSome(tx: Tx, records: readonly LogRecord[], done: readonly Applied[], now: Date): Promise<void> {
  const rows = records.map((_, i) => `(${[1, 2, 3, 4, 5, 6, 7].map(n => `$${i * 7 + n + 1}`).join(', ')}, $1)`)
  const values = records.flatMap(({ receipt, integration, source, at, body }, i) => [
    receipt,
    integration ?? null,
    source,
    at,
    body,
    JSON.stringify(done[i]?.results ?? []),
    done[i]?.trouble ?? null,
  ])
  await tx.query(
    `insert into accepted (receipt, integration, source, at, body, results, trouble, applied_at) values ${rows.join(', ')}`,
    [now, ...values],
  )
}

const columnsOf = (done: readonly Applied[]) => [
  done.map(one => one.receipt),
  done.map(one => JSON.stringify(one.results)),
  done.map(one => one.trouble ?? null),
]

/** Those of these receipts that stand in the table. */
export async function receiptsKept(sql: Sql, receipts: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql.query<{ receipt: string }>(
    'select receipt from accepted where receipt = any($1::uuid[])',
    [receipts],
  )
  return new Set(rows.map(row => row.receipt))
}

export interface ReceiptRow extends Row {
  at: string
  integration: string | null
  body: string
  results: string | null
  applied_at: string | null
}

export async function receiptRow(sql: Sql, receipt: string): Promise<ReceiptRow | undefined> {
  const { rows } = await sql.query<ReceiptRow>(
    'select at, integration, body, results, applied_at from accepted where receipt = $1',
    [receipt],
  )
  return rows[0]
}

export async function positionOf(sql: Sql, log: string): Promise<Position | undefined> {
  const { rows } = await sql.query<Position & Row>(
    'select segment, byte_offset as offset from accept_position where log = $1',
    [log],
  )
  return rows[0]
}

export async function movePosition(tx: Sql, log: string, { segment, offset }: Position): Promise<void> {
  await tx.query(
    `insert into accept_position (log, segment, byte_offset) values ($1, $2, $3)
     on conflict (log) do update set segment = excluded.segment, byte_offset = excluded.byte_offset`,
    [log, segment, offset],
  )
}
