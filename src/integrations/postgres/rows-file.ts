import type pg from 'pg'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { type CopyEnd, CopyReader } from './copy-file.ts'
import { copyIn } from './copy-wire.ts'
import type { Statement } from './schema.ts'

/** The first line of saved rows. Not a copy: what takes a copy for a whole table must not take this for one. Names are quoted. */
export interface RowsHead {
  fireline: 'rows'
  v: 1
  before: Statement[]
  table: { schema: string; table: string; columns: string[]; key: string[] }
  /** What they were saved from. */
  of: { verb: 'update' | 'delete'; sql: string; set: string[] }
}

export interface RowsReader {
  head: RowsHead
  rows(): AsyncGenerator<Buffer>
  end(): Promise<CopyEnd>
  digest(): string
}

/** Saved rows, read front to back; what is missing, cut or altered is trouble, said. */
export async function openRows(path: string): Promise<RowsReader> {
  const reader = new CopyReader(path)
  const head = (await reader.firstLine()) as Partial<RowsHead> | undefined
  if (head?.fireline !== 'rows' || head.v !== 1 || !head.table || !head.of || !head.before)
    throw new BackupTrouble('These are not rows that Fireline saved, or the first line is damaged.')
  return {
    head: head as RowsHead,
    rows: () => reader.rows(),
    end: () => reader.end(),
    digest: () => reader.digest(),
  }
}

export const putInto = (client: pg.ClientBase, table: string, { head, rows }: RowsReader) =>
  copyIn(client, `copy ${table} (${head.table.columns.join(', ')}) from stdin`, rows())

/** The rest of the file: whole, and as it was written. Answers what its rows read. */
export async function readRows(reader: RowsReader): Promise<string> {
  const [print = ''] = (await reader.end()).fingerprints
  return print
}
