import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { type Brake, restAfter } from './brake.ts'
import { fingerprint, inForm, rowsOf, type Sums, sqlName, sumsOf, type TableName } from './fingerprint.ts'

/** 16 MB at a time: some tenths of a second of one process. */
const pagesAtOnce = 2_048
/** Ranges of a table's pages are read as such since PostgreSQL 14; before, each would read the whole table. */
const rangesSince = 14

/** The rows of a table summed at the pace of the brake. */
export const printOf = (client: pg.ClientBase, name: TableName, brake: Brake, signal: AbortSignal): Promise<string> =>
  brake.isGentle ? fingerprintGently(client, name, brake, signal) : fingerprint(client, name)

/** The same print, in pieces with at least as long a pause after each as it took: whoever else asks that server gets half of what is left of it. */
export async function fingerprintGently(
  client: pg.ClientBase,
  name: TableName,
  brake: Brake,
  signal: AbortSignal,
): Promise<string> {
  const { rows } = await client.query<{ major: number; pages: number }>(
    `select current_setting('server_version_num')::int / 10000 as major,
            (pg_relation_size($1::text::regclass) / current_setting('block_size')::int)::int as pages`,
    [sqlName(name)],
  )
  const { major = 0, pages = 0 } = rows[0] ?? {}
  if (name.isPartitioned || major < rangesSince || pages <= pagesAtOnce) return fingerprint(client, name)
  const all: Sums = { rows: 0n, high: 0n, low: 0n }
  for (let from = 0; from < pages; from += pagesAtOnce) {
    // Rows of this snapshot that lie behind the end seen now are read with the last piece.
    const to = from + pagesAtOnce < pages ? ` and t.ctid < '(${from + pagesAtOnce},0)'` : ''
    const startedAt = performance.now()
    const piece = await sumsOf(client, `${rowsOf(name)} t where t.ctid >= '(${from},0)'${to}`, 'hash')
    for (const key of ['rows', 'high', 'low'] as const) all[key] += piece[key]
    await wait(restAfter(performance.now() - startedAt, brake.share() / 2), undefined, { signal })
  }
  return inForm('hash', all)
}
