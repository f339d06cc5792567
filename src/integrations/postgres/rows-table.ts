import type pg from 'pg'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import type { Rows } from '../../steps/change/rows.ts'
import { sqlName } from './fingerprint.ts'
import type { Table } from './schema.ts'
import { quoted } from './source.ts'

/** What happens to rows of one table: which columns are written, unless they are deleted. */
export type Happens = Pick<Rows, 'verb' | 'set'>

/** A table whose rows can be found again by their key, and in which nothing else happens when they change. */
export interface Seen {
  table: Table
  /** Quoted, of the primary key. */
  key: string[]
  /** Itself and its partitions: where its rows lie. */
  family: { oid: number; name: string }[]
  /** Tables whose partition it is. */
  within: string[]
}

export const no = (why: string, way = 'Take a full copy') =>
  new BackupTrouble(`These rows cannot be told: ${why}. ${way}.`)

export const oneByOne = 'Make each a change of its own, or take a full copy'

interface Row {
  oid: number
  schema: string
  table: string
  kind: string
  bytes: number
  has_children: boolean
  key: string[] | null
  family: { oid: number; schema: string; table: string }[]
  within: string[] | null
  elsewhere: string | null
  trigger: string | null
  rule: string | null
}

export async function oidOf(client: pg.ClientBase, name: string): Promise<number> {
  const { rows } = await client.query<{ oid: number | null }>('select to_regclass($1)::oid::int8::float8 as oid', [
    name,
  ])
  const oid = rows[0]?.oid
  if (oid === null || oid === undefined) throw new BackupTrouble(`There is no table ${name} in this database.`)
  return oid
}

/** What may write elsewhere, or instead, is looked for in every table that its rows lie in. */
export async function seenTable(client: pg.ClientBase, oid: number, { verb, set }: Happens): Promise<Seen> {
  const { rows } = await client.query<Row>(
    `with family as (
       select $1::oid as oid union select relid::oid from pg_partition_tree($1::oid::regclass))
     select c.oid::int8::float8 as oid, n.nspname as schema, c.relname as "table", c.relkind as kind, pg_table_size(c.oid)::float8 as bytes,
            c.relkind <> 'p' and exists (select from pg_inherits where inhparent = c.oid) as has_children,
            (select array_agg(a.attname::text order by array_position(i.indkey::int[], a.attnum::int)) from pg_index i
               join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as key,
            (select json_agg(json_build_object('oid', f.oid::int8, 'schema', ns.nspname, 'table', r.relname))
               from family f join pg_class r on r.oid = f.oid join pg_namespace ns on ns.oid = r.relnamespace) as family,
            (select array_agg(ns.nspname || '.' || r.relname) from pg_partition_ancestors(c.oid) up
               join pg_class r on r.oid = up.relid join pg_namespace ns on ns.oid = r.relnamespace) as within,
            (select r.relname from family join pg_class r using (oid) where r.relkind not in ('r', 'p') limit 1) as elsewhere,
            (select t.tgname from pg_trigger t join family on t.tgrelid = family.oid
              where not t.tgisinternal and t.tgenabled <> 'D' and t.tgtype & $2 <> 0 order by 1 limit 1) as trigger,
            (select ev_class::regclass::text from pg_rewrite where ev_class in (select oid from family) limit 1) as rule
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = $1`,
    [oid, verb === 'update' ? 16 : 8],
  )
  const found = rows[0] as Row
  const { schema, table: name, bytes, key, within } = found
  if (found.elsewhere !== null || found.has_children)
    throw no(`${schema}.${name} is a view, or its rows lie in several tables`)
  if (!key) throw no(`${schema}.${name} has no primary key`)
  if (found.rule !== null) throw no(`a rule of ${found.rule} says what happens instead`)
  if (found.trigger !== null) throw no(`the trigger ${found.trigger} of ${name} may write elsewhere`)
  if (set.some(column => key.includes(column)))
    throw no(`it changes the key by which rows of ${name} would be found again`)
  const table = { oid, schema, table: name, bytes, isPartitioned: found.kind === 'p' }
  const family = found.family.map(one => ({ oid: one.oid, name: sqlName(one) }))
  return { table, key: key.map(quoted), family, within: within ?? [] }
}

/** Where rows lie: of each table or partition, by the name that SQL takes, as `(0,1)`. */
export type Places = Map<string, string[]>

/** `select` names columns; from rows that lie there, and nowhere else. */
export function atPlaces(select: string, places: Places, table: Table): string {
  const of = (name: string, at: readonly string[]) =>
    `select ${select} from only ${name} where ctid = any('{${at.map(place => `"${place}"`).join(',')}}'::tid[])`
  const all = [...places].map(([name, at]) => of(name, at))
  return all.length > 0 ? all.join(' union all ') : `select ${select} from ${sqlName(table)} where false`
}

export const countOfPlaces = (places: Places): number => [...places.values()].reduce((sum, at) => sum + at.length, 0)

/** `rows` are of a select that names `at` (the table's oid) and `place`. */
export function placesIn({ family }: Seen, rows: readonly { at: number; place: string }[]): Places {
  const places: Places = new Map()
  for (const { at, place } of rows) {
    const name = family.find(one => one.oid === at)?.name ?? ''
    places.set(name, [...(places.get(name) ?? []), place])
  }
  return places
}
