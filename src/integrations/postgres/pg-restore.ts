import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type pg from 'pg'
import { readTouch } from '../../incident/touches.ts'
import {
  type BackupTask,
  BackupTrouble,
  type OpenScratch,
  type Proof,
  type PutBack,
  type Taken,
  type Tell,
} from '../../steps/change/backup-driver.ts'
import { levelShown, type Shown } from '../../steps/change/levels.ts'
import { type Brake, braked } from './brake.ts'
import { builtOf } from './built.ts'
import { countOf, fingerprint, sqlName, tableOf } from './fingerprint.ts'
import { jobsFor } from './pace.ts'
import { environmentOf, findTools, runTool } from './pg-tools.ts'
import { printsOf } from './prints.ts'
import { findTables } from './schema.ts'
import { askSmoke } from './smoke.ts'
import { openPinned } from './source.ts'
import { every } from './watch.ts'
import { isWholeDatabase } from './with-tables.ts'

/** Restored into an empty cluster by its own program, and every row, index and constraint compared with the source's. */
export async function proveDump(
  openScratch: OpenScratch,
  task: BackupTask,
  taken: Taken,
  signal: AbortSignal,
  tell?: Tell,
): Promise<Proof> {
  const tools = await findTools()
  if (!tools) throw new BackupTrouble('pg_restore is not installed on this host.')
  const scratch = await openScratch(task.pace)
  try {
    const client = await openPinned(scratch)
    const giveUp = () => void client.end()
    try {
      for (const { sql } of taken.prepare ?? []) await client.query(sql)
      const contents = await runTool(tools.restore, ['--list', taken.location], {}, signal)
      const { list, left } = restorable(contents, task, await extensionsHere(client))
      const listFile = join(task.folder, 'contents.list')
      await writeFile(listFile, list, { mode: 0o600 })
      const args = [...quietly, `--jobs=${jobsFor(task)}`, '--use-list', listFile, '--dbname', scratch.database]
      const into = { ...environmentOf(client, undefined), PGOPTIONS: '-c synchronous_commit=off' }
      const restore = (brake: Brake) => runTool(tools.restore, [...args, taken.location], into, signal, brake)
      await every(
        1_000,
        () => tellSize(client, tell),
        () => braked(task, signal, restore),
      )
      signal.addEventListener('abort', giveUp)
      return await compare(client, task, { ...taken, notCopied: [...taken.notCopied, ...left] }, tell)
    } finally {
      signal.removeEventListener('abort', giveUp)
      await client.end()
    }
  } finally {
    await scratch.close()
  }
}

const quietly = [
  '--exit-on-error',
  '--no-owner',
  '--no-acl',
  '--no-comments',
  '--no-publications',
  '--no-subscriptions',
]

/**
 * What of the dump can be made where it is proven. Of some tables, what hangs on others cannot be rebuilt alone: their foreign keys
 * and triggers. Event triggers, and extensions that nobody vouches for, only a superuser makes.
 */
export function restorable(
  contents: string,
  task: BackupTask,
  extensions: ReadonlySet<string>,
): { list: string; left: string[] } {
  const left: string[] = []
  const kept = contents.split('\n').filter(line => {
    const extension = / EXTENSION - (.+?)\s*$/.exec(line)?.[1]
    if (extension !== undefined && !line.includes(' COMMENT ') && !extensions.has(extension)) {
      left.push(`the extension ${extension} was not rebuilt for the proof`)
      return false
    }
    if (line.includes(' EVENT TRIGGER ')) return false
    return isWholeDatabase(task) || !/ (?:FK CONSTRAINT|TRIGGER|POLICY) /.test(line)
  })
  return { list: kept.join('\n'), left }
}

async function extensionsHere(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    'select distinct name from pg_available_extension_versions where trusted or not superuser',
  )
  return new Set(rows.map(row => row.name))
}

async function tellSize(client: pg.Client, tell: Tell | undefined): Promise<void> {
  if (!tell) return
  const { rows } = await client.query<{ bytes: number }>('select pg_database_size(current_database())::float8 as bytes')
  tell({ phase: 'restore', done: rows[0]?.bytes ?? 0, unit: 'bytes' })
}

async function compare(client: pg.Client, task: BackupTask, taken: Taken, tell: Tell | undefined): Promise<Proof> {
  const there = await findTables(client, [...taken.source.keys()].map(tableOf))
  const back = new Map<string, string>()
  const all = [...taken.source.values()].reduce((sum, print) => sum + countOf(print), 0)
  let rows = 0
  for (const [name, print] of taken.source) {
    const table = there.find(one => sqlName(one) === name)
    if (table) back.set(name, await fingerprint(client, table, print))
    rows += countOf(print)
    tell?.({ phase: 'compare', done: rows, of: all, unit: 'rows' })
  }
  const different = [...taken.source].filter(([name, print]) => back.get(name) !== print).map(([name]) => name)
  if (different.length > 0) throw new BackupTrouble(`Restored, but not equal to the source: ${different.join(', ')}.`)
  const built = new Set(await builtOf(client, there, task))
  const missing = (taken.built ?? []).filter(one => !built.has(one))
  if (missing.length > 0)
    throw new BackupTrouble(`Restored with every row, but without ${missing.join(', ')} of the source.`)
  const putBack = putBackOf(task, taken.location)
  const smoke = await askSmoke(client, task)
  const shown: Shown = {
    exitCode: 0,
    complete: true,
    digest: taken.digest,
    restored: true,
    source: printsOf(taken.source),
    back: printsOf(back),
    built: { missing },
    ...smoke.shown,
  }
  const said = [
    `${taken.source.size} tables, ${rows.toLocaleString('en')} rows restored and equal.`,
    ...(taken.built?.length ? [`${taken.built.length} indexes and constraints rebuilt.`] : []),
    ...smoke.says,
    ...taken.notCopied,
  ]
  return {
    level: levelShown(shown, 'fireline'),
    covers: [...task.touches],
    proof: said.join(' '),
    restore: putBack.command,
    shown,
    putBack,
  }
}

/** Into a database of its own, which a person then puts in its place: nothing that is there is dropped under those who use it. */
function putBackOf(task: BackupTask, location: string): PutBack {
  const touched = task.touches.map(readTouch).find(touch => touch?.kind === 'postgres')
  const named = task.url && URL.canParse(task.url) ? decodeURIComponent(new URL(task.url).pathname.slice(1)) : ''
  const into = quoted(`${touched?.database ?? (named || basename(location))}_restored`)
  const [copy, jobs] = [quoted(location), jobsFor(task)]
  return {
    command: `createdb -- ${into} && pg_restore --exit-on-error --no-owner --jobs=${jobs} --dbname=${into} -- ${copy}`,
    into: 'beside',
    secrets: ['PGHOST', 'PGPORT', 'PGUSER', 'PGPASSWORD'],
  }
}

const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
