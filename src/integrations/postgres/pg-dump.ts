import { chmod, lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type OpenScratch,
  type Tell,
} from '../../steps/change/backup-driver.ts'
import { type Brake, braked } from './brake.ts'
import { builtOf } from './built.ts'
import { distanceSince } from './distance.ts'
import { majorSql, sqlName } from './fingerprint.ts'
import { printOf } from './fingerprint-gently.ts'
import { liesAt } from './lies-at.ts'
import { askGently, jobsFor } from './pace.ts'
import { proveDump } from './pg-restore.ts'
import { environmentOf, findTools, runTool } from './pg-tools.ts'
import { printsOf } from './prints.ts'
import type { Table } from './schema.ts'
import { sha256Of } from './sha256.ts'
import { quoted } from './source.ts'
import { surroundingsOf } from './surroundings.ts'
import { together } from './together.ts'
import { every } from './watch.ts'
import { isWholeDatabase, withTables } from './with-tables.ts'

/** pg_dump with an exported snapshot, pg_restore into an empty cluster, every row compared in that snapshot. */
export function pgDump(openScratch: OpenScratch): BackupDriver {
  return {
    name: 'pgdump',
    for: ['postgres'],
    most: 'L4',
    async unfit(task) {
      const tools = await findTools()
      if (!tools) return 'pg_dump and pg_restore are not installed on this host'
      const server = await withTables(task, async client => {
        const { rows } = await client.query<{ major: number }>(majorSql)
        return rows[0]?.major ?? Number.POSITIVE_INFINITY
      })
      return tools.major >= server ? undefined : `pg_dump ${tools.major} is older than the server, PostgreSQL ${server}`
    },
    estimateBytes: task => withTables(task, async (_, tables) => tables.reduce((sum, table) => sum + table.bytes, 0)),
    take,
    digestOf: sha256Of,
    liesAt,
    distance: (task, since) => withTables(task, (client, tables) => distanceSince(client, tables, since)),
    prove: (task, taken, signal, tell) => proveDump(openScratch, task, taken, signal, tell),
  }
}

const take: BackupDriver['take'] = (task, signal, tell) =>
  withTables(
    task,
    async (client, tables, point) => {
      await askGently(client, task)
      const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
      const only = isWholeDatabase(task) ? [] : tables
      const location = join(task.folder, 'copy.dump')
      const built = await builtOf(client, tables, task)
      const prepare = only.length > 0 ? await surroundingsOf(client, tables) : []
      const hasTriggers = await hasEventTriggers(client)
      // The snapshot holds still, so its rows are summed while they are copied.
      const [, source] = await braked(task, signal, brake =>
        together(
          [
            stop => dump(task, client, { location, snapshot: rows[0]?.snapshot ?? '', only, brake }, stop, tell),
            stop => fingerprints(client, tables, brake, stop),
          ],
          signal,
        ),
      )
      await toDisk(location)
      return {
        location,
        digest: await sha256Of(location, signal),
        bytes: await sizeOf(location),
        source,
        prints: printsOf(source),
        ...(point && { point }),
        built,
        notCopied: [
          only.length > 0 && 'foreign keys and triggers were not rebuilt for the proof',
          hasTriggers && 'event triggers were not rebuilt for the proof',
        ].filter(said => said !== false),
        prepare: prepare.filter(one => !one.sql.startsWith('create sequence')),
      }
    },
    'with its point',
  )

interface Dumping {
  location: string
  snapshot: string
  only: readonly Table[]
  brake: Brake
}

async function dump(
  task: BackupTask,
  client: pg.Client,
  { location, snapshot, only, brake }: Dumping,
  signal: AbortSignal,
  tell?: Tell,
): Promise<void> {
  const tools = await findTools()
  if (!tools) throw new BackupTrouble('pg_dump is not installed on this host.')
  const named = only.map(table => `--table=${quoted(table.schema)}.${quoted(table.table)}`)
  const how = ['--format=directory', `--jobs=${jobsFor(task)}`, '--compress=1', '--no-password']
  const args = [...how, `--snapshot=${snapshot}`, `--file=${location}`, ...named]
  const said = async () => tell?.({ phase: 'copy', done: await sizeOf(location), unit: 'bytes' })
  await every(1_000, said, () => runTool(tools.dump, args, environmentOf(client, task.url), signal, brake))
}

async function fingerprints(
  client: pg.Client,
  tables: readonly Table[],
  brake: Brake,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const giveUp = () => void client.end()
  signal.addEventListener('abort', giveUp)
  try {
    const source = new Map<string, string>()
    for (const table of tables) source.set(sqlName(table), await printOf(client, table, brake, signal))
    return source
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

async function hasEventTriggers(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>('select exists (select from pg_event_trigger) as some')
  return rows[0]?.some ?? false
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder)) bytes += (await lstat(join(folder, name))).size
  return bytes
}

/** Its owner's alone, and on disk for good. */
async function toDisk(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const name of [...(await readdir(folder)), '.']) {
    const path = join(folder, name)
    if (name !== '.') await chmod(path, 0o600)
    const file = await open(path, 'r')
    await file.sync()
    await file.close()
  }
}
