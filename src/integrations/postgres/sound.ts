import type pg from 'pg'
import type { StartedCopy } from '../../hosts/scratch-copy.ts'
import { BackupTrouble, SourceDamaged, type Tell } from '../../steps/change/backup-driver.ts'
import { whileConnected } from './while-connected.ts'

export interface Looked {
  table: number
  index: number
  /** Kinds of index that PostgreSQL has no check for. */
  other: number
}

/** A server has hundreds of small ones. */
const atOnce = 50

interface Thing {
  oid: number
  name: string
  is: keyof Looked
}

/**
 * Every table in itself, and every B-tree against its table, in each database of a server that is nobody's. Rows that read well and a
 * copy that is what it was copied from say nothing of that: a damaged source has damaged copies.
 */
export async function isSound(copy: StartedCopy, signal: AbortSignal, tell?: Tell): Promise<Looked> {
  const looked = { table: 0, index: 0, other: 0 }
  for (const database of await databasesOf(copy, signal))
    await whileConnected(asSuperuser(copy, database), signal, async client => {
      const check = await checksOf(client)
      const things = await thingsOf(client)
      for (let from = 0; from < things.length; from += atOnce) {
        const some = things.slice(from, from + atOnce)
        for (const { is } of some) looked[is]++
        const found = await firstWrong(client, some, check)
        if (found) throw await damage(client, { ...found.thing, database }, found.wrong)
        tell?.({ phase: 'compare', done: from + some.length, of: things.length, unit: 'files' })
      }
    })
  return looked
}

/** Nothing of the source's own is loaded or set off by our coming in. */
export const asSuperuser = ({ host, role }: StartedCopy, database: string): pg.ClientConfig => ({
  host,
  user: role,
  database,
  options: '-c session_preload_libraries= -c local_preload_libraries= -c session_replication_role=replica',
})

const databasesOf = (copy: StartedCopy, signal: AbortSignal): Promise<string[]> =>
  whileConnected(asSuperuser(copy, 'template1'), signal, async client => {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where datallowconn order by oid',
    )
    return rows.map(row => row.name)
  })

/** The schema of amcheck, made where it is not there. */
async function checksOf(client: pg.Client): Promise<string> {
  await client.query('create extension if not exists amcheck')
  const { rows } = await client.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'amcheck'`,
  )
  return rows[0]?.schema ?? ''
}

async function thingsOf(client: pg.Client): Promise<Thing[]> {
  const { rows } = await client.query<Thing>(
    `select c.oid::int8 as oid, c.oid::regclass::text as name,
            case when c.relkind <> 'i' then 'table' when m.amname = 'btree' then 'index' else 'other' end as is
       from pg_class c left join pg_index i on i.indexrelid = c.oid left join pg_am m on m.oid = c.relam
      where c.relpersistence = 'p' and (c.relkind in ('r', 't', 'm') and m.amname = 'heap' or c.relkind = 'i' and i.indisvalid and i.indisready)
      order by c.relkind, c.oid`,
  )
  return rows
}

/** Some together; where one of them is wrong, one by one. */
async function firstWrong(client: pg.Client, some: readonly Thing[], check: string) {
  if ((await whatIsWrong(client, some, check)) === undefined) return undefined
  for (const thing of some) {
    const wrong = await whatIsWrong(client, [thing], check)
    if (wrong !== undefined) return { thing, wrong }
  }
  return undefined
}

async function whatIsWrong(client: pg.Client, some: readonly Thing[], check: string): Promise<string | undefined> {
  const oids = (is: Thing['is']) => some.filter(thing => thing.is === is).map(thing => thing.oid)
  try {
    await client.query(`select ${check}.bt_index_check(i::regclass, true) from unnest($1::oid[]) i`, [oids('index')])
    const { rows } = await client.query<{ said: string }>(
      `select format('block %s, line %s: %s', blkno, offnum, msg) as said
         from unnest($1::oid[]) t cross join lateral ${check}.verify_heapam(t::regclass, on_error_stop => true) limit 1`,
      [oids('table')],
    )
    return rows[0]?.said
  } catch (error) {
    return (error as Error).message
  }
}

async function damage(client: pg.Client, thing: Thing & { database: string }, wrong: string): Promise<BackupTrouble> {
  if (thing.is === 'index' && (await sortsOtherwise(client)))
    return new BackupTrouble(
      `Whether the indexes of this copy are sound cannot be told here: the locales of this host are another version than the source's, and sort otherwise. Take it with pgdump.`,
    )
  const named = `${thing.name} of the database ${thing.database}`
  const what =
    thing.is === 'index'
      ? `the index ${named} does not agree with its table (${wrong}). Build it anew at the source: REINDEX INDEX CONCURRENTLY ${thing.name}. A copy by pgdump holds the rows and builds indexes itself.`
      : `the table ${named} is broken (${wrong}). Rows of it may be lost: keep it as it is, and take them from an older copy.`
  return new SourceDamaged(`The source itself is damaged, and so is every copy of its files: ${what}`)
}

/** The order of text is the operating system's: an index that was built by another one looks damaged and is not. */
async function sortsOtherwise(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ other: boolean }>(
    `select exists (select from pg_collation where collversion <> pg_collation_actual_version(oid)) as other`,
  )
  if (rows[0]?.other) return true
  const whole = await client
    .query<{ other: boolean }>(
      `select datcollversion <> pg_database_collation_actual_version(oid) as other from pg_database where datname = current_database()`,
    )
    .catch(() => undefined)
  return whole?.rows[0]?.other ?? false
}
