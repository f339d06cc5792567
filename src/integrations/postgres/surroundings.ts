import type pg from 'pg'
import type { Statement, Table } from './schema.ts'
import { quoted } from './source.ts'

/** What the tables need to be there first: schemas, extensions, types, sequences. */
export async function surroundingsOf(client: pg.ClientBase, tables: Table[]): Promise<Statement[]> {
  const schemas = [...new Set(tables.map(table => table.schema))]
  const types = await typesOf(client, tables)
  const sequences = await sequencesOf(client, tables)
  const named = [...schemas, ...types.schemas, ...sequences.filter(one => !one.isIdentity).map(one => one.schema)]
  return [
    ...[...new Set(named)].map(schema => ({ sql: `create schema if not exists ${quoted(schema)}` })),
    ...types.statements,
    ...sequences.filter(one => !one.isIdentity).map(one => ({ sql: one.create })),
  ]
}

/** Sequences go on where the source's were. */
export async function sequenceValues(client: pg.ClientBase, tables: Table[]): Promise<Statement[]> {
  const statements: Statement[] = []
  for (const one of await sequencesOf(client, tables)) {
    const { rows } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${one.name}`,
    )
    const { last = '1', called = false } = rows[0] ?? {}
    const target = one.isIdentity
      ? `pg_get_serial_sequence(${text(`${quoted(one.tableSchema)}.${quoted(one.table)}`)}, ${text(one.column)})`
      : text(one.name)
    statements.push({ sql: `select setval(${target}, ${last}, ${called})`, may: true })
  }
  return statements
}

interface Sequence {
  schema: string
  /** Quoted, with its schema. */
  name: string
  create: string
  isIdentity: boolean
  tableSchema: string
  table: string
  column: string
}

/** Those that a column owns or whose default draws from it. */
async function sequencesOf(client: pg.ClientBase, tables: Table[]): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `with used as (
       select objid as seq, refobjid as rel, refobjsubid as att, deptype = 'i' as identity from pg_depend
        where classid = 'pg_class'::regclass and refclassid = 'pg_class'::regclass and deptype in ('a', 'i') and refobjid = any($1::oid[])
       union all
       select p.refobjid, d.adrelid, d.adnum, false from pg_depend p join pg_attrdef d on d.oid = p.objid
        where p.classid = 'pg_attrdef'::regclass and p.refclassid = 'pg_class'::regclass and d.adrelid = any($1::oid[]))
     select distinct on (s.seqrelid) n.nspname as schema, format('%I.%I', n.nspname, c.relname) as name, used.identity as "isIdentity",
            tn.nspname as "tableSchema", t.relname as "table", a.attname as "column",
            format('create sequence %I.%I as %s increment %s minvalue %s maxvalue %s start %s cache %s %s', n.nspname, c.relname,
                   format_type(s.seqtypid, null), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
                   case when s.seqcycle then 'cycle' else 'no cycle' end) as create
       from used join pg_sequence s on s.seqrelid = used.seq join pg_class c on c.oid = s.seqrelid
       join pg_namespace n on n.oid = c.relnamespace join pg_class t on t.oid = used.rel
       join pg_namespace tn on tn.oid = t.relnamespace join pg_attribute a on a.attrelid = t.oid and a.attnum = used.att
      order by s.seqrelid, used.identity desc`,
    [tables.map(table => table.oid)],
  )
  return rows
}

/** Enums and domains are made anew; a type of an extension asks for the extension. */
async function typesOf(
  client: pg.ClientBase,
  tables: Table[],
): Promise<{ schemas: string[]; statements: Statement[] }> {
  const { rows } = await client.query<{ schema: string; sql: string; may: boolean }>(
    `with used as (
       select distinct case when t.typelem <> 0 and t.typlen = -1 then t.typelem else t.oid end as oid
         from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped)
     select n.nspname as schema, e.extname is not null as may,
            case when e.extname is not null then format('create extension if not exists %I schema %I', e.extname, n.nspname)
                 when t.typtype = 'e' then format('create type %I.%I as enum (%s)', n.nspname, t.typname,
                   (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
                 else format('create domain %I.%I as %s %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
                   (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.contypid = t.oid and k.contype = 'c'))
            end as sql
       from used join pg_type t using (oid) join pg_namespace n on n.oid = t.typnamespace
       left join pg_depend d on d.classid = 'pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
       left join pg_extension e on e.oid = d.refobjid
      where n.nspname <> 'pg_catalog' and (e.extname is not null or t.typtype in ('e', 'd'))
      order by t.typtype desc, t.oid`,
    [tables.map(table => table.oid)],
  )
  return {
    schemas: rows.map(row => row.schema),
    statements: rows.map(({ sql, may }) => ({ sql, ...(may && { may }) })),
  }
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`
