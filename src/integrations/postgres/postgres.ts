import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { BackupDriver, OpenScratch, Tell } from '../../steps/change/backup-driver.ts'
import { type Brake, braked, restAfter } from './brake.ts'
import { builtOf } from './built.ts'
import { type CopyHead, CopyWriter } from './copy-file.ts'
import { copyOut } from './copy-wire.ts'
import { distanceSince } from './distance.ts'
import { rowsOf, sqlName } from './fingerprint.ts'
import { printOf } from './fingerprint-gently.ts'
import { inScratch } from './in-scratch.ts'
import { liesAt } from './lies-at.ts'
import { askGently } from './pace.ts'
import { printsOf } from './prints.ts'
import { proveBuiltIn } from './prove-built-in.ts'
import { carried, columnsOf, constraintsOf, createTable, defaultsOf, notCopied, type Table } from './schema.ts'
import { sha256Of } from './sha256.ts'
import { sequenceValues, surroundingsOf } from './surroundings.ts'
import { isWholeDatabase, withTables } from './with-tables.ts'

/** The built-in logical copy: needs no client tools and reads any PostgreSQL. One snapshot, restored elsewhere, compared row by row. */
export function builtInCopy(openScratch: OpenScratch): BackupDriver {
  return {
    name: 'built-in',
    for: ['postgres'],
    most: 'L4',
    unfit: async () => undefined,
    digestOf: sha256Of,
    liesAt,
    distance: (task, since) => withTables(task, (client, tables) => distanceSince(client, tables, since)),
    estimateBytes: task => withTables(task, async (_, tables) => tables.reduce((sum, table) => sum + table.bytes, 0)),
    take: (task, signal, tell) =>
      withTables(
        task,
        async (client, tables, point) => {
          const location = join(task.folder, 'copy.fireline')
          const writer = await CopyWriter.to(location)
          try {
            await askGently(client, task)
            const head = await headOf(client, tables)
            await writer.line(head)
            const prints = await braked(task, signal, brake =>
              writeRows(client, { tables, head, writer, tell, brake }, signal),
            )
            const digest = await writer.end(prints)
            const source = new Map(tables.map((table, i) => [sqlName(table), prints[i] ?? '']))
            const more = isWholeDatabase(task) ? ['views', 'functions', 'large objects'] : []
            // Of some tables alone rows go back in place, where their indexes are.
            const built = isWholeDatabase(task) ? await builtOf(client, tables, task) : []
            const said = { source, prints: printsOf(source), built, ...(point && { point }) }
            return { location, digest, bytes: writer.bytes, ...said, notCopied: [...head.notCopied, ...more] }
          } catch (error) {
            await writer.abandon()
            throw error
          }
        },
        'with its point',
      ),
    prove: (task, taken, signal, tell) =>
      inScratch(openScratch, task, signal, client => proveBuiltIn(client, task, taken, tell)),
  }
}

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

/** Some hundredths of a second of work, then a rest. */
const workMs = 20

interface Writing {
  tables: readonly Table[]
  head: CopyHead
  writer: CopyWriter
  tell: Tell | undefined
  brake: Brake
}

async function writeRows(
  client: pg.Client,
  { tables, head, writer, tell, brake }: Writing,
  signal: AbortSignal,
): Promise<string[]> {
  const prints: string[] = []
  for (const [i, table] of tables.entries()) {
    const columns = head.tables[i]?.columns.join(', ') ?? ''
    const sql = `copy (select ${columns} from ${rowsOf(table)}) to stdout`
    let since = performance.now()
    await copyOut(client, sql, row => {
      signal.throwIfAborted()
      const written = writer.add(row)?.then(() => tell?.({ phase: 'copy', done: writer.bytes, unit: 'bytes' }))
      const workedMs = performance.now() - since
      if (!brake.isGentle || workedMs < workMs) return written
      return rest(written, restAfter(workedMs, brake.share() / 2), signal).then(() => void (since = performance.now()))
    })
    await writer.line('\\.')
    tell?.({ phase: 'copy', done: writer.bytes, unit: 'bytes' })
    prints.push(await printOf(client, table, brake, signal))
    signal.throwIfAborted()
  }
  return prints
}

async function rest(written: Promise<void> | undefined, ms: number, signal: AbortSignal): Promise<void> {
  await written
  await wait(ms, undefined, { signal })
}
