import type pg from 'pg'
import { quoted } from './source.ts'

export interface TableName {
  schema: string
  table: string
  /** Its rows are its partitions' rows. */
  isPartitioned?: boolean
}

/** "public"."orders" */
export const sqlName = ({ schema, table }: TableName): string => `${quoted(schema)}.${quoted(table)}`
/** Rows of a table alone, without tables that inherit from it: those are tables of their own. */
export const rowsOf = (name: TableName): string => (name.isPartitioned ? sqlName(name) : `only ${sqlName(name)}`)

/** How many rows, and two sums over the md5 of every row's text: equal for equal contents in any order. */
export async function fingerprint(client: pg.ClientBase, name: TableName): Promise<string> {
  const { rows } = await client.query<{ rows: string; high: string; low: string }>(
    `select count(*)::text as rows, coalesce(sum(('x' || left(m, 15))::bit(60)::bigint), 0)::text as high,
            coalesce(sum(('x' || right(m, 15))::bit(60)::bigint), 0)::text as low
       from (select md5(t::text) as m from ${rowsOf(name)} t) hashed`,
  )
  const { rows: count = '0', high = '', low = '' } = rows[0] ?? {}
  return `${count} rows ${high} ${low}`
}

export const countOf = (print: string): number => Number(print.split(' ')[0])
