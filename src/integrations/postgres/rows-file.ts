import type pg from 'pg'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { type CopyEnd, CopyReader } from './copy-file.ts'
import { copyIn } from './copy-wire.ts'
import type { Statement } from './schema.ts'

/** Rows of one table, as they follow in the file. Names are quoted. */
export interface SavedPart {
  schema: string
  table: string
  columns: string[]
  key: string[]
  /** What happened to them: deleted, or which columns were written. */
  verb: 'update' | 'delete'
  set: string[]
}

/** The first line of saved rows. Not a copy: what takes a copy for a whole table must not take this for one. */
export interface RowsHead {
  fireline: 'rows'
  /** 2: rows of several tables. 1 is read as well. */
  v: 2
  before: Statement[]
  parts: SavedPart[]
  /** The statements that they were saved from. */
  of: string[]
}

interface HeadOf1 {
  fireline: 'rows'
  v: 1
  before: Statement[]
  table: Omit<SavedPart, 'verb' | 'set'>
  of: { verb: SavedPart['verb']; sql: string; set: string[] }
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
  const head = headFrom(await reader.firstLine())
  return {
    head,
    rows: () => reader.rows(),
    end: () => reader.end(),
    digest: () => reader.digest(),
  }
}

function headFrom(line: unknown): RowsHead {
  const head = line as Partial<RowsHead> | Partial<HeadOf1> | undefined
  if (head?.fireline === 'rows' && head.before && head.of) {
    if (head.v === 2 && head.parts) return head as RowsHead
    if (head.v === 1 && head.table) return fromHeadOf1(head as HeadOf1)
  }
  throw new BackupTrouble('These are not rows that Fireline saved, or the first line is damaged.')
}

function fromHeadOf1({ before, table, of: { verb, set, sql } }: HeadOf1): RowsHead {
  return { fireline: 'rows', v: 2, before, parts: [{ ...table, verb, set }], of: [sql] }
}

/** The next part's rows, which come in the order of the head. */
export const putInto = (client: pg.ClientBase, table: string, { columns }: SavedPart, { rows }: RowsReader) =>
  copyIn(client, `copy ${table} (${columns.join(', ')}) from stdin`, rows())

/** The rest of the file: whole, and as it was written. Answers what the rows of each part read. */
export const readRows = async (reader: RowsReader): Promise<string[]> => (await reader.end()).fingerprints
