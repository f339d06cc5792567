import { join } from 'node:path'
import type pg from 'pg'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type OpenScratch,
} from '../../steps/change/backup-driver.ts'
import { type CopyHead, CopyWriter } from './copy-file.ts'
import { copyOut } from './copy-wire.ts'
import { distanceSince } from './distance.ts'
import { countOf, fingerprint, rowsOf, sqlName } from './fingerprint.ts'
import { inScratch } from './in-scratch.ts'
import { liesAt } from './lies-at.ts'
import { printsOf } from './prints.ts'
import { restoreCopy } from './restore.ts'
import { carried, columnsOf, constraintsOf, createTable, defaultsOf, notCopied, type Table } from './schema.ts'
import { sha256Of } from './sha256.ts'
import { sequenceValues, surroundingsOf } from './surroundings.ts'
import { isWholeDatabase, withTables } from './with-tables.ts'

/** The built-in logical copy: needs no client tools and reads any PostgreSQL. One snapshot, restored elsewhere, compared row by row. */
export function builtInCopy(openScratch: OpenScratch): BackupDriver {
  return {
    name: 'built-in',
    for: ['postgres'],
    most: 'L3',
    unfit: async () => undefined,
    digestOf: sha256Of,
    liesAt,
    distance: (task, since) => withTables(task, (client, tables) => distanceSince(client, tables, since)),
    estimateBytes: task => withTables(task, async (_, tables) => tables.reduce((sum, table) => sum + table.bytes, 0)),
    take: (task, signal) =>
      withTables(
        task,
        async (client, tables, point) => {
          const location = join(task.folder, 'copy.fireline')
          const writer = await CopyWriter.to(location)
          try {
            const head = await headOf(client, tables)
            await writer.line(head)
            const prints = await writeRows(client, tables, head, writer, signal)
            const digest = await writer.end(prints)
            const source = new Map(tables.map((table, i) => [sqlName(table), prints[i] ?? '']))
            const more = isWholeDatabase(task) ? ['views', 'functions', 'large objects'] : []
            const said = { source, prints: printsOf(source), ...(point && { point }) }
            return { location, digest, bytes: writer.bytes, ...said, notCopied: [...head.notCopied, ...more] }
          } catch (error) {
            await writer.abandon()
            throw error
          }
        },
        'with its point',
      ),
    prove: (task, taken, signal) => inScratch(openScratch, task, signal, client => proveIn(client, task, taken)),
  }
}

async function proveIn(client: pg.Client, task: BackupTask, taken: Parameters<BackupDriver['prove']>[1]) {
  await client.query('begin')
  const restored = await restoreCopy(client, taken.location, 'refuse')
  await client.query('commit')
  if (restored.digest !== taken.digest)
    throw new BackupTrouble('The copy on disk is not what was written: its sha256 differs.')
  const different = [...taken.source].filter(
    ([name, print]) =>
      !restored.tables.some(table => table.name === name && table.isEqual && countOf(print) === table.rows),
  )
  if (different.length > 0)
    throw new BackupTrouble(`Restored, but not equal to the source: ${different.map(([name]) => name).join(', ')}.`)
  const rows = restored.tables.reduce((sum, table) => sum + table.rows, 0)
  const said = [
    `${counted(restored.tables.length, 'table')}, ${counted(rows, 'row')} restored and equal.`,
    ...(restored.notRebuilt.length > 0 ? [`Not rebuilt: ${restored.notRebuilt.join('; ')}.`] : []),
    `Not copied: ${taken.notCopied.join(', ')}.`,
  ]
  return {
    level: 'L3' as const,
    covers: [...task.touches],
    proof: said.join(' '),
    restore: `fireline restore-copy '${taken.location.replaceAll("'", `'\\''`)}' --replace --into <url>`,
  }
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`

async function headOf(client: pg.Client, tables: Table[]): Promise<CopyHead> {
  const { rows } = await client.query<{ server: string }>(`select current_setting('server_version') as server`)
  const columns = new Map<Table, Awaited<ReturnType<typeof columnsOf>>>()
  for (const table of tables) columns.set(table, await columnsOf(client, table))
  const each = <T>(make: (table: Table, of: Awaited<ReturnType<typeof columnsOf>>) => T): T[] =>
    tables.map(table => make(table, columns.get(table) ?? []))
  return {
    fireline: 'copy',
    v: 2,
    server: rows[0]?.server ?? '',
    before: [...(await surroundingsOf(client, tables)), ...each(createTable)],
    tables: each(({ schema, table }, of) => ({ schema, table, columns: carried(of) })),
    after: [
      ...each(defaultsOf).flat(),
      ...(await constraintsOf(client, tables)),
      ...(await sequenceValues(client, tables)),
    ],
    notCopied: await notCopied(client, tables),
  }
}

async function writeRows(
  client: pg.Client,
  tables: Table[],
  head: CopyHead,
  writer: CopyWriter,
  signal: AbortSignal,
): Promise<string[]> {
  const prints: string[] = []
  for (const [i, table] of tables.entries()) {
    const columns = head.tables[i]?.columns.join(', ') ?? ''
    const sql = `copy (select ${columns} from ${rowsOf(table)}) to stdout`
    await copyOut(client, sql, row => {
      signal.throwIfAborted()
      return writer.add(row)
    })
    await writer.line('\\.')
    prints.push(await fingerprint(client, table))
    signal.throwIfAborted()
  }
  return prints
}
