import { chmod, open, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type OpenScratch,
} from '../../steps/change/backup-driver.ts'
import { countOf, fingerprint, sqlName } from './fingerprint.ts'
import { environmentOf, findTools, runTool } from './pg-tools.ts'
import { sha256Of } from './sha256.ts'
import { openPinned, quoted } from './source.ts'
import { surroundingsOf } from './surroundings.ts'
import { isWholeDatabase, withTables } from './with-tables.ts'

/** pg_dump with an exported snapshot, pg_restore into an empty cluster, every row compared in that snapshot. */
export function pgDump(openScratch: OpenScratch): BackupDriver {
  return {
    name: 'pgdump',
    async unfit(task) {
      const tools = await findTools()
      if (!tools) return 'pg_dump and pg_restore are not installed on this host'
      const server = await withTables(task, async client => {
        const { rows } = await client.query<{ major: number }>(
          `select current_setting('server_version_num')::int / 10000 as major`,
        )
        return rows[0]?.major ?? Number.POSITIVE_INFINITY
      })
      return tools.major >= server ? undefined : `pg_dump ${tools.major} is older than the server, PostgreSQL ${server}`
    },
    estimateBytes: task => withTables(task, async (_, tables) => tables.reduce((sum, table) => sum + table.bytes, 0)),
    take,
    digestOf: sha256Of,
    prove: (task, taken, signal) => prove(openScratch, task, taken, signal),
  }
}

const take: BackupDriver['take'] = (task, signal) =>
  withTables(task, async (client, tables) => {
    const tools = await findTools()
    if (!tools) throw new BackupTrouble('pg_dump is not installed on this host.')
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    const location = join(task.folder, 'copy.dump')
    await writeFile(location, '', { flag: 'wx', mode: 0o600 })
    const only = isWholeDatabase(task)
      ? []
      : tables.flatMap(table => ['--table', `${quoted(table.schema)}.${quoted(table.table)}`])
    const args = [
      '--format=custom',
      '--compress=1',
      `--snapshot=${rows[0]?.snapshot}`,
      `--file=${location}`,
      '--no-password',
    ]
    await runTool(tools.dump, [...args, ...only], environmentOf(client, task.url), signal)
    await toDisk(location)
    const source = new Map<string, string>()
    for (const table of tables) source.set(sqlName(table), await fingerprint(client, table))
    const prepare = only.length > 0 ? await surroundingsOf(client, tables) : []
    return {
      location,
      digest: await sha256Of(location),
      bytes: (await stat(location)).size,
      source,
      notCopied: [
        only.length > 0 && 'foreign keys and triggers were not rebuilt for the proof',
        (await hasEventTriggers(client)) && 'event triggers were not rebuilt for the proof',
      ].filter(said => said !== false),
      prepare: prepare.filter(one => !one.sql.startsWith('create sequence')),
    }
  })

async function hasEventTriggers(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ some: boolean }>('select exists (select from pg_event_trigger) as some')
  return rows[0]?.some ?? false
}

async function prove(
  openScratch: OpenScratch,
  task: BackupTask,
  taken: Parameters<BackupDriver['prove']>[1],
  signal: AbortSignal,
): ReturnType<BackupDriver['prove']> {
  const tools = await findTools()
  if (!tools) throw new BackupTrouble('pg_restore is not installed on this host.')
  const scratch = await openScratch()
  try {
    const client = await openPinned(scratch)
    try {
      for (const { sql } of taken.prepare ?? []) await client.query(sql)
      const list = await restorable(tools.restore, task, taken.location, signal)
      const args = [
        '--exit-on-error',
        '--no-owner',
        '--no-acl',
        '--no-comments',
        '--no-publications',
        '--no-subscriptions',
      ]
      const into = { ...environmentOf(client, undefined), PGOPTIONS: '-c synchronous_commit=off' }
      await runTool(
        tools.restore,
        [...args, '--use-list', list, '--dbname', scratch.database, taken.location],
        into,
        signal,
      )
      return await compare(client, task, taken)
    } finally {
      await client.end()
    }
  } finally {
    await scratch.close()
  }
}

/** Of some tables, what hangs on others cannot be rebuilt alone: their foreign keys and triggers. Event triggers only a superuser makes. */
async function restorable(program: string, task: BackupTask, location: string, signal: AbortSignal): Promise<string> {
  const contents = await runTool(program, ['--list', location], {}, signal)
  const hangsOnOthers = / (?:FK CONSTRAINT|TRIGGER|POLICY) /
  const kept = contents
    .split('\n')
    .filter(line => !line.includes(' EVENT TRIGGER ') && (isWholeDatabase(task) || !hangsOnOthers.test(line)))
  const list = join(task.folder, 'contents.list')
  await writeFile(list, kept.join('\n'), { mode: 0o600 })
  return list
}

async function compare(
  client: Awaited<ReturnType<typeof openPinned>>,
  task: BackupTask,
  taken: Parameters<BackupDriver['prove']>[1],
) {
  const different: string[] = []
  let rows = 0
  for (const [name, print] of taken.source) {
    const [schema = '', table = ''] = name
      .slice(1, -1)
      .split('"."')
      .map(part => part.replaceAll('""', '"'))
    if ((await fingerprint(client, { schema, table })) !== print) different.push(name)
    rows += countOf(print)
  }
  if (different.length > 0) throw new BackupTrouble(`Restored, but not equal to the source: ${different.join(', ')}.`)
  const said = [
    `${taken.source.size} tables, ${rows.toLocaleString('en')} rows restored and equal.`,
    ...taken.notCopied,
  ]
  return {
    level: 'L3' as const,
    covers: [...task.touches],
    proof: said.join(' '),
    restore: `pg_restore --clean --if-exists --single-transaction --no-owner --dbname <url> '${taken.location.replaceAll("'", `'\\''`)}'`,
  }
}

async function toDisk(path: string): Promise<void> {
  await chmod(path, 0o600)
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}
