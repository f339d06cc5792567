import type pg from 'pg'
import { atPlaces, type Happens, no, type Places, placesIn, type Seen, seenTable } from './rows-table.ts'
import { quoted } from './source.ts'

/** Rows of one table that change: those that a statement finds, or that go with them. */
export interface Going extends Happens {
  seen: Seen
  places: Places
}

/** A foreign key that changes rows of its table when rows of ours change. */
interface Link {
  table: number
  name: string
  /** Of the table that refers to ours, in the order of `to`. */
  from: string[]
  to: string[]
  verb: Happens['verb']
}

/**
 * Rows of other tables that PostgreSQL deletes or empties with these, by their foreign keys: one step. Where that goes on to a
 * further table, or back into this one, it cannot be told.
 */
export async function goingWith(client: pg.ClientBase, main: Going): Promise<Going[]> {
  const links = await linksTo(client, main.seen, main)
  const tables = [...new Set(links.map(one => one.table))]
  const all: Going[] = []
  for (const oid of tables) {
    const own = links.filter(one => one.table === oid)
    const going = await goingBy(client, oid, own, main)
    if (going) all.push(going)
  }
  return all
}

async function goingBy(client: pg.ClientBase, oid: number, links: Link[], main: Going): Promise<Going | undefined> {
  const [{ name, verb }] = links as [Link]
  const rows = await rowsBy(client, links, main)
  if (rows.length === 0) return undefined
  if (main.seen.family.some(one => one.oid === oid)) throw no(`other rows of ${name} itself would go with them`)
  if (links.some(one => one.verb !== verb)) throw no(`rows of ${name} would go with them in two ways`)
  const happens: Happens = { verb, set: verb === 'delete' ? [] : links.flatMap(one => one.from) }
  const seen = await seenTable(client, oid, happens)
  const further = await linksTo(client, seen, happens)
  if (further[0]) throw no(`rows of ${name} would go with them, and rows of ${further[0].name} with those`)
  return { ...happens, seen, places: placesIn(seen, rows) }
}

/** Those that the statement itself finds go anyway. */
async function rowsBy(client: pg.ClientBase, links: Link[], { seen, places }: Going) {
  const [first] = links as [Link]
  const refersTo = ({ from, to }: Link) =>
    `(${from.map(column => `t.${quoted(column)}`).join(', ')}) in (${atPlaces(to.map(quoted).join(', '), places, seen.table)})`
  const { rows } = await client.query<{ at: number; place: string }>(
    `select t.tableoid::int8::float8 as at, t.ctid::text as place from ${first.name} t where ${links.map(refersTo).join(' or ')}`,
  )
  const found = (at: number, place: string) =>
    seen.family.some(({ oid, name }) => oid === at && places.get(name)?.includes(place))
  return rows.filter(({ at, place }) => !found(at, place))
}

/** A partition's foreign keys are its table's; each counts once, where it was said. */
async function linksTo(client: pg.ClientBase, { family }: Seen, { verb, set }: Happens): Promise<Link[]> {
  const { rows } = await client.query<Link>(
    `select k.conrelid::int8::float8 as table, format('%I.%I', n.nspname, c.relname) as name,
            case when $2 = 'delete' and k.confdeltype = 'c' then 'delete' else 'update' end as verb,
            array(select a.attname::text from unnest(k.conkey) with ordinality u(num, nth)
                    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by nth) as "from",
            array(select a.attname::text from unnest(k.confkey) with ordinality u(num, nth)
                    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by nth) as "to"
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and k.confrelid = any($1::oid[])
        and not exists (select from pg_constraint up where up.oid = k.conparentid and up.confrelid = any($1::oid[]))
        and case when $2 = 'delete' then k.confdeltype in ('c', 'n', 'd')
                 else k.confupdtype in ('c', 'n', 'd') and exists (select from pg_attribute a
                   where a.attrelid = k.confrelid and a.attnum = any(k.confkey) and a.attname = any($3::text[])) end
      order by 2`,
    [family.map(one => one.oid), verb, set],
  )
  return rows
}
