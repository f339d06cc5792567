import type pg from 'pg'
import type { BackupTask } from '../../steps/change/backup-driver.ts'
import type { Table } from './schema.ts'
import { isWholeDatabase } from './with-tables.ts'

/**
 * What a restore has to make again beside rows, by name: valid indexes and constraints of these tables. Rows that are equal say
 * nothing of these, and without them a restored shop is slow, or takes what it must not.
 */
export async function builtOf(client: pg.ClientBase, tables: readonly Table[], task: BackupTask): Promise<string[]> {
  // Of some tables alone, what hangs on others is not rebuilt, and said so.
  const kinds = isWholeDatabase(task) ? ['p', 'u', 'x', 'c', 'f'] : ['p', 'u', 'x', 'c']
  const { rows } = await client.query<{ said: string }>(
    `select 'index ' || i.indexrelid::regclass::text as said from pg_index i
      where i.indrelid = any($1::oid[]) and i.indisvalid and i.indisready
     union all
     select 'constraint ' || k.conname || ' of ' || k.conrelid::regclass::text from pg_constraint k
      where k.conrelid = any($1::oid[]) and k.contype = any($2) and k.convalidated and k.conparentid = 0
     order by 1`,
    [tables.map(table => table.oid), kinds],
  )
  return rows.map(row => row.said)
}
