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

/** How rows are summed; a print says its form, so a copy is read as it was written. */
type Form = 'md5' | 'hash'

/**
 * How many rows, and two sums over a hash of every row's text: equal for equal contents in any order, 128 bits (decisions/0082).
 * With `like`, in the form of that print.
 */
export async function fingerprint(client: pg.ClientBase, name: TableName, like?: string): Promise<string> {
  const form = like === undefined ? await bestForm(client) : formOf(like)
  return inForm(form, await sumsOf(client, `${rowsOf(name)} t`, form))
}

/** Rows, and two sums over them; sums of parts of a table add up to the table's. */
export interface Sums {
  rows: bigint
  high: bigint
  low: bigint
}

/** Of `t`, as in `public.orders t`. */
export async function sumsOf(client: pg.ClientBase, from: string, form: Form): Promise<Sums> {
  const { rows } = await client.query<Record<keyof Sums, string>>(sums[form](from))
  const { rows: count = 0, high = 0, low = 0 } = rows[0] ?? {}
  return { rows: BigInt(count), high: BigInt(high), low: BigInt(low) }
}

export const inForm = (form: Form, { rows, high, low }: Sums): string =>
  `${rows} rows ${form === 'md5' ? '' : 'h '}${high} ${low}`

const sums: Record<Form, (from: string) => string> = {
  md5: from => `
    select count(*)::text as rows, coalesce(sum(('x' || left(m, 15))::bit(60)::bigint), 0)::text as high,
           coalesce(sum(('x' || right(m, 15))::bit(60)::bigint), 0)::text as low
      from (select md5(t::text) as m from ${from}) hashed`,
  // Both on the row itself, not on a subquery of it: so PostgreSQL reads with several workers.
  hash: from => `
    select count(*)::text as rows, coalesce(sum(hashtextextended(t::text collate "C", 0)), 0)::text as high,
           coalesce(sum(hashtextextended(t::text collate "C", 8675309)), 0)::text as low
      from ${from}`,
}

/** hashtextextended came with PostgreSQL 11. */
const hashSince = 11

async function bestForm(client: pg.ClientBase): Promise<Form> {
  const { rows } = await client.query<{ major: number }>(majorSql)
  return (rows[0]?.major ?? 0) >= hashSince ? 'hash' : 'md5'
}

export const majorSql = `select current_setting('server_version_num')::int / 10000 as major`

const formOf = (print: string): Form => (print.split(' ')[2] === 'h' ? 'hash' : 'md5')

export const countOf = (print: string): number => Number(print.split(' ')[0])

/** The name of a table as `sqlName` wrote it, read back. */
export function tableOf(name: string): TableName {
  const [schema = '', table = ''] = name
    .slice(1, -1)
    .split('"."')
    .map(part => part.replaceAll('""', '"'))
  return { schema, table }
}
