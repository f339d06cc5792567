import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { positionOf, receiptsKept } from '../accepted.ts'
import type { LogRecord } from '../segments/frame.ts'
import { logFilesIn } from '../segments/log-files.ts'
import { segmentsFolder } from '../segments/open.ts'
import { recordsFrom } from '../segments/replay.ts'
import type { Table } from './tables.ts'

/**
 * What a segment log has accepted and nobody has applied, read before the backup's own moment: what is applied in between stands in
 * the tables then, and is left out by `notIn`.
 */
export async function waitingRequests(client: pg.Client, dataDir: string): Promise<LogRecord[]> {
  const folder = segmentsFolder(dataDir)
  if (!existsSync(join(folder, 'id'))) return []
  const position = await positionOf(client, readFileSync(join(folder, 'id'), 'utf8').trim())
  const records: LogRecord[] = []
  for await (const { record } of recordsFrom(await logFilesIn(folder), position)) records.push(record)
  return records.filter(record => record.integration !== undefined)
}

/** Rows of the table `accepted`, as COPY has them: after a restore they are applied like any that wait there. */
export async function waitingRows(client: pg.Client, table: Table, records: readonly LogRecord[]): Promise<Buffer[]> {
  if (records.length === 0) return []
  const kept = await receiptsKept(
    client,
    records.map(record => record.receipt),
  )
  const waiting = records.filter(record => !kept.has(record.receipt))
  const first = await positionsBelow(client, waiting.length)
  const times = await asWritten(client, waiting)
  return waiting.map((record, i) => copyLine(table.columns, { ...record, at: times[i], org: 'main', pos: first + i }))
}

/** Times as this database writes them, so that a row is equal when it comes back. */
async function asWritten(client: pg.Client, records: readonly LogRecord[]): Promise<string[]> {
  const { rows } = await client.query<{ at: string }>(
    'select at::timestamptz::text as at from unnest($1::text[]) as at',
    [records.map(record => record.at)],
  )
  return rows.map(row => row.at)
}

/** Numbers that the sequence never gives, in front of all. */
async function positionsBelow(client: pg.Client, count: number): Promise<number> {
  const { rows } = await client.query<{ lowest: number }>('select least(0, min(pos))::bigint as lowest from accepted')
  return (rows[0]?.lowest ?? 0) - count
}

function copyLine(columns: readonly string[], values: Record<string, string | number | undefined>): Buffer {
  const fields = columns.map(name => {
    const value = values[name]
    return value === undefined ? '\\N' : String(value).replaceAll(/[\\\n\r\t]/g, char => escapes[char] ?? char)
  })
  return Buffer.from(`${fields.join('\t')}\n`)
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
