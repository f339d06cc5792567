import type pg from 'pg'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import { sqlName, type TableName } from './fingerprint.ts'
import { quoted } from './source.ts'

export interface Table extends TableName {
  oid: number
  bytes: number
}

/** What is made before rows come in, and after: `may` marks what a copy can do without, said when it could not be made. */
export interface Statement {
  sql: string
  may?: boolean
}

type Wanted = { schema: string; table: string } | 'all'

/** The tables meant, in the caller's snapshot. A name that is no table here is trouble. */
export async function findTables(client: pg.ClientBase, wanted: readonly Wanted[]): Promise<Table[]> {
  const { rows } = await client.query<Table & { kind: string }>(
    `select c.oid::int8 as oid, n.nspname as schema, c.relname as "table", c.relkind as kind,
            pg_table_size(c.oid)::float8 as bytes, c.relkind = 'p' as "isPartitioned"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relpersistence <> 't'
        and n.nspname <> 'information_schema' and n.nspname !~ '^pg_' order by 2, 3`,
  )
  // A table's partitions hold its rows: asked for everything, they are copied and their parent is not.
  if (wanted.includes('all')) return rows.filter(row => row.kind === 'r')
  return wanted.map(want => {
    const { schema, table } = want as TableName
    const found = rows.find(row => row.schema === schema && row.table === table)
    if (!found) throw new BackupTrouble(`There is no table ${schema}.${table} in this database.`)
    if (found.kind !== 'r' && found.kind !== 'p')
      throw new BackupTrouble(`${schema}.${table} is not a table: name the tables that its rows come from.`)
    return found
  })
}

interface Column {
  name: string
  type: string
  notNull: boolean
  identity: '' | 'a' | 'd'
  generated: '' | 's' | 'v'
  value: string | null
}

export async function columnsOf(client: pg.ClientBase, table: Table): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) ||
              case when a.attcollation <> t.typcollation and a.attcollation <> 0
                   then ' collate ' || a.attcollation::regcollation::text else '' end as type,
            a.attnotnull as "notNull", a.attidentity as identity, a.attgenerated as generated,
            pg_get_expr(d.adbin, d.adrelid) as value
       from pg_attribute a join pg_type t on t.oid = a.atttypid
       left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table.oid],
  )
  return rows
}

/** Those whose values are stored by whoever writes, not worked out: what COPY carries. */
export const carried = (columns: Column[]): string[] =>
  columns.filter(column => !column.generated).map(column => quoted(column.name))

export function createTable(table: Table, columns: Column[]): Statement {
  const lines = columns.map(({ name, type, notNull, identity, generated, value }) => {
    const born =
      identity !== ''
        ? ` generated ${identity === 'a' ? 'always' : 'by default'} as identity`
        : generated !== ''
          ? ` generated always as (${value}) ${generated === 's' ? 'stored' : 'virtual'}`
          : ''
    return `${quoted(name)} ${type}${born}${notNull ? ' not null' : ''}`
  })
  return { sql: `create table ${sqlName(table)} (${lines.join(', ')})` }
}

/** Defaults come after the rows: one that calls a function that is not copied must not hold them up. */
export function defaultsOf(table: Table, columns: Column[]): Statement[] {
  return columns
    .filter(column => column.value !== null && column.generated === '' && column.identity === '')
    .map(column => ({
      sql: `alter table ${sqlName(table)} alter column ${quoted(column.name)} set default ${column.value}`,
      may: true,
    }))
}

/** Keys, checks and indexes of these tables; foreign keys last, and only between them. */
export async function constraintsOf(client: pg.ClientBase, tables: Table[]): Promise<Statement[]> {
  const oids = tables.map(table => table.oid)
  const { rows } = await client.query<{ sql: string }>(
    `select format('alter table %I.%I add constraint %I %s', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)) as sql
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.conrelid = any($1::oid[]) and (k.contype in ('p', 'u', 'x', 'c') or k.contype = 'f' and k.confrelid = any($1::oid[]))
      order by array_position(array['p', 'u', 'x', 'c', 'f'], k.contype::text), k.conname`,
    [oids],
  )
  const indexes = await client.query<{ sql: string }>(
    `select replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as sql from pg_index i
      where i.indrelid = any($1::oid[]) and i.indisvalid
        and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,
    [oids],
  )
  const foreign = rows.filter(row => / foreign key /i.test(row.sql))
  const own = rows.filter(row => !foreign.includes(row))
  return [...own, ...indexes.rows, ...foreign].map(({ sql }) => ({ sql, may: true }))
}

/** What these tables have that a copy of rows does not carry, for people to know. */
export async function notCopied(client: pg.ClientBase, tables: Table[]): Promise<string[]> {
  const { rows } = await client.query<{ triggers: number; policies: number; foreign: number; partitioned: number }>(
    `select (select count(*) from pg_trigger where tgrelid = any($1::oid[]) and not tgisinternal) as triggers,
            (select count(*) from pg_policy where polrelid = any($1::oid[])) as policies,
            (select count(*) from pg_constraint where contype = 'f' and conrelid = any($1::oid[])
                and not confrelid = any($1::oid[])) as "foreign",
            (select count(*) from pg_class where oid = any($1::oid[]) and (relkind = 'p' or relispartition)) as partitioned`,
    [tables.map(table => table.oid)],
  )
  const { triggers = 0, policies = 0, foreign = 0, partitioned = 0 } = rows[0] ?? {}
  const said: [number, string][] = [
    [triggers, 'triggers'],
    [policies, 'row policies'],
    [foreign, 'foreign keys to other tables'],
    [partitioned, 'partitioning (rows are in plain tables)'],
  ]
  return [...said.flatMap(([count, what]) => (count > 0 ? [what] : [])), 'grants', 'owners', 'comments']
}
