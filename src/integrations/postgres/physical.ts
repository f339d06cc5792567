import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { StartCopy } from '../../hosts/scratch-copy.ts'
import { readTouch } from '../../incident/touches.ts'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type Taken,
  type Tell,
} from '../../steps/change/backup-driver.ts'
import { type AboutBase, baseBackup, logUntil, sizeOf, synced, writeAbout } from './base-backup.ts'
import { type Brake, braked } from './brake.ts'
import { builtOf } from './built.ts'
import { distanceSince } from './distance.ts'
import { majorSql, sqlName } from './fingerprint.ts'
import { printOf } from './fingerprint-gently.ts'
import { liesAt } from './lies-at.ts'
import { askGently } from './pace.ts'
import { provePhysical } from './physical-proof.ts'
import { findPhysicalTools, type PhysicalTools } from './physical-tools.ts'
import { pointOf } from './point.ts'
import { printsOf } from './prints.ts'
import { findMoment, type Moment, passMoment } from './same-moment.ts'
import { findTables, type Table } from './schema.ts'
import { sha256Of } from './sha256.ts'
import { configFor, withoutSecrets } from './source.ts'
import { whileConnected } from './while-connected.ts'
import { withTables } from './with-tables.ts'

/** amcheck looks at tables since then, and a role can read everything without being a superuser. */
const oldest = 14

/** The whole server as its files, by pg_basebackup: the quickest way back of a large one, for it builds no index anew. */
export function physicalCopy(startCopy: StartCopy): BackupDriver {
  return {
    name: 'basebackup',
    for: ['postgres'],
    most: 'L4',
    unfit: task => connected(task, never, async client => (await whyUnfit(client)) ?? notInFiles(client, task)),
    estimateBytes: task =>
      connected(task, never, async client => {
        const { rows } = await client.query<{ bytes: number }>(
          'select sum(pg_database_size(oid))::float8 as bytes from pg_database',
        )
        return rows[0]?.bytes ?? 0
      }),
    take: (task, signal, tell) => connected(task, signal, client => take(task, client, signal, tell)),
    digestOf: sha256Of,
    liesAt,
    distance: (task, since) => withTables(task, (client, tables) => distanceSince(client, tables, since)),
    prove: (task, taken, signal, tell) => provePhysical(startCopy, task, taken, signal, tell),
  }
}

const never = new AbortController().signal

/** On the database that is touched; trouble comes out in words without secrets. */
async function connected<T>(
  task: BackupTask,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { url = '' } = task
  try {
    return await whileConnected(configFor(url, touched(task)[0]?.database), signal, work)
  } catch (error) {
    throw error instanceof BackupTrouble ? error : new BackupTrouble(withoutSecrets(error, url))
  }
}

const touched = (task: BackupTask) => task.touches.map(readTouch).filter(touch => touch?.kind === 'postgres')

async function whyUnfit(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ major: number; follows: boolean; may: boolean; spaces: number; who: string }>(
    `select (${majorSql}) as major, pg_is_in_recovery() as follows, current_user as who,
            (select rolsuper or rolreplication from pg_roles where rolname = current_user) as may,
            (select count(*)::int from pg_tablespace where spcname not in ('pg_default', 'pg_global')) as spaces`,
  )
  const { major = 0, follows, may, spaces = 0, who } = rows[0] ?? {}
  if (major < oldest) return `files are copied of PostgreSQL ${oldest} and newer, and this is ${major}. Use pgdump`
  if (!(await findPhysicalTools(major)))
    return `the programs of PostgreSQL ${major} (postgres, pg_basebackup, pg_verifybackup, pg_receivewal) are not all installed on this host. Use pgdump or built-in`
  if (follows) return 'this is a stand-by: name its primary, or use pgdump'
  if (!may) return `the role ${who} may not copy files: ALTER ROLE ${who} REPLICATION, or use pgdump`
  return spaces === 0 ? undefined : 'this server keeps files in tablespaces of its own. Use pgdump'
}

/** A server that starts on a copy empties what is unlogged. */
async function notInFiles(client: pg.Client, task: BackupTask): Promise<string | undefined> {
  const tables = await findTables(client, wanted(task))
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
      where c.oid = any($1::oid[]) and c.relpersistence = 'u' and pg_relation_size(c.oid) > 0 order by 1 limit 3`,
    [tables.map(table => table.oid)],
  )
  const names = rows.map(row => row.name).join(', ')
  return names ? `${names} is unlogged, so no copy of files holds its rows. Use pgdump` : undefined
}

async function take(task: BackupTask, client: pg.Client, signal: AbortSignal, tell?: Tell): Promise<Taken> {
  const about = await aboutOf(client)
  const tools = await findPhysicalTools(about.major)
  if (!tools) throw new BackupTrouble(`The programs of PostgreSQL ${about.major} are not installed on this host.`)
  const location = join(task.folder, 'copy.base')
  await mkdir(location, { mode: 0o700 })
  const point = await pointBefore(client, task)
  const read = await braked(task, signal, async brake => {
    await baseBackup(task, client, { tools, location, brake }, signal, tell)
    return readAtMoment(task, client, { tools, location, brake }, signal, tell)
  })
  await writeAbout(location, { ...about, ...(read.moment && { moment: read.moment }) })
  await synced(location)
  const { source, built, notCopied } = read
  const [digest, bytes] = [await sha256Of(location, signal), await sizeOf(location)]
  return { location, digest, bytes, source, prints: printsOf(source), point, built, notCopied }
}

const wanted = (task: BackupTask) =>
  touched(task).map(({ schema, table }) => (schema && table ? { schema, table } : ('all' as const)))

async function pointBefore(client: pg.Client, task: BackupTask) {
  await client.query('begin read only')
  const point = await pointOf(client, await findTables(client, wanted(task)))
  await client.query('commit')
  return point
}

/** What a server needs at least to replay this one's log. */
const needed = ['max_prepared_transactions', 'max_locks_per_transaction', 'max_replication_slots']

async function aboutOf(client: pg.Client): Promise<Omit<AboutBase, 'moment'>> {
  // The role that made the cluster is number 10, whatever it is called, and cannot be dropped.
  const { rows } = await client.query<{ major: number; role: string; database: string; settings: [string, string][] }>(
    `select (${majorSql}) as major, (select rolname from pg_roles where oid = 10) as role, current_database() as database,
            (select json_agg(json_build_array(name, setting)) from pg_settings where name = any($1)) as settings`,
    [needed],
  )
  const { major = 0, role = '', database = '', settings = [] } = rows[0] ?? {}
  return { fireline: 'base', v: 1, major, role, database, settings: Object.fromEntries(settings) }
}

interface Read {
  source: Map<string, string>
  built: string[]
  notCopied: string[]
  moment?: Moment
}

/** After the backup: rows at a moment of the source, and the log up to it. Where that cannot be had, the copy is one without rows to compare. */
async function readAtMoment(
  task: BackupTask,
  client: pg.Client,
  where: { tools: PhysicalTools; location: string; brake: Brake },
  signal: AbortSignal,
  tell?: Tell,
): Promise<Read> {
  await askGently(client, task)
  try {
    return await connected(task, signal, async other => {
      const moment = await findMoment(client, other, signal)
      await logUntil(task, other, { ...where, end: await passMoment(other) }, signal)
      const tables = await findTables(client, wanted(task))
      const source = await summed(client, tables, where.brake, signal, tell)
      return { moment, source, built: await builtOf(client, tables, task), notCopied: [] }
    })
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof BackupTrouble)) throw error
    return { source: new Map(), built: [], notCopied: [`The source was not read beside it: ${error.message}`] }
  }
}

async function summed(
  client: pg.Client,
  tables: readonly Table[],
  brake: Brake,
  signal: AbortSignal,
  tell?: Tell,
): Promise<Map<string, string>> {
  const source = new Map<string, string>()
  for (const table of tables) {
    source.set(sqlName(table), await printOf(client, table, brake, signal))
    tell?.({ phase: 'compare', done: source.size, of: tables.length, unit: 'files' })
  }
  return source
}
