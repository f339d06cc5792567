import { join } from 'node:path'
import type pg from 'pg'
import type { Print } from '../../incident/prints.ts'
import { readTouch } from '../../incident/touches.ts'
import {
  type BackupDriver,
  type BackupTask,
  BackupTrouble,
  type OpenScratch,
  type Proof,
  type Taken,
} from '../../steps/change/backup-driver.ts'
import { rowsOfChange } from '../../steps/change/rows.ts'
import { CopyWriter } from './copy-file.ts'
import { copyOut } from './copy-wire.ts'
import { sqlName } from './fingerprint.ts'
import { inScratch } from './in-scratch.ts'
import { openRows, putInto, type RowsHead, readRows } from './rows-file.ts'
import { type Found, printOf, printsOf, rowsFound, thoseRows } from './rows-found.ts'
import { no, oneByOne } from './rows-table.ts'
import { createTable } from './schema.ts'
import { sha256Of } from './sha256.ts'
import { configFor, oneSnapshot, openPinned, quoted, withoutSecrets } from './source.ts'
import { surroundingsOf } from './surroundings.ts'

/**
 * Saves just the rows that UPDATEs and DELETEs would touch, found by their own words in one snapshot, put into an empty database
 * and compared there. It counts for that change alone, and for no other row of its tables.
 */
export function rowsCopy(openScratch: OpenScratch): BackupDriver {
  return {
    name: 'rows',
    most: 'L3',
    async unfit(task) {
      const rows = rowsOfChange(task.commands ?? [])
      return 'not' in rows ? unreadable(rows, task).message.slice(0, -1) : undefined
    },
    estimateBytes: async () => 0,
    digestOf: sha256Of,
    take: (task, signal) => withRows(task, (client, found) => writeRows(client, found, task, signal)),
    prove: (task, taken, signal) => inScratch(openScratch, task, signal, client => proveIn(client, task, taken)),
  }
}

/** The same rows, looked up again: how many there are now of each table, and what they read. */
export const rowsNow = (task: BackupTask, most?: number): Promise<Print[]> =>
  withRows(task, (client, { parts }) => printsOf(client, parts), most)

const unreadable = ({ not }: { not: string }, { commands = [] }: BackupTask) =>
  no(not, commands.length > 1 ? oneByOne : undefined)

async function withRows<T>(
  task: BackupTask,
  work: (client: pg.Client, found: Found) => Promise<T>,
  mostMs = 60_000,
): Promise<T> {
  const { url = '' } = task
  const rows = rowsOfChange(task.commands ?? [])
  if ('not' in rows) throw unreadable(rows, task)
  const touched = task.touches.map(readTouch).filter(touch => touch?.kind === 'postgres')
  const database = touched[0]?.database
  const said = rows[0]?.database
  if (said !== undefined && database !== undefined && said !== database)
    throw new BackupTrouble(`It says the database ${said}, and the change touches ${database}.`)
  const client = await openPinned(configFor(url, database))
  try {
    await client.query(`set statement_timeout = ${Math.round(mostMs)}`)
    await oneSnapshot(client)
    return await work(client, await rowsFound(client, rows, touched))
  } catch (error) {
    throw error instanceof BackupTrouble ? error : new BackupTrouble(withoutSecrets(error, url))
  } finally {
    await client.end().catch(() => {})
  }
}

async function writeRows(client: pg.Client, found: Found, task: BackupTask, signal: AbortSignal): Promise<Taken> {
  const location = join(task.folder, 'rows.fireline')
  const writer = await CopyWriter.to(location)
  try {
    await writer.line(await headOf(client, found))
    for (const part of found.parts) {
      await copyOut(client, `copy (${thoseRows(part)}) to stdout`, row => {
        signal.throwIfAborted()
        return writer.add(row)
      })
      await writer.line('\\.')
    }
    const prints = await printsOf(client, found.parts)
    const digest = await writer.end(prints.map(one => one.print))
    return {
      location,
      digest,
      bytes: writer.bytes,
      source: new Map(prints.map(one => [one.name, one.print])),
      prints,
      rows: found.counted,
      notCopied: ['every other row', 'what other programs write'],
    }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function headOf(client: pg.Client, { statements, parts }: Found): Promise<RowsHead> {
  const tables = parts.map(part => part.seen.table)
  return {
    fireline: 'rows',
    v: 2,
    before: [
      ...(await surroundingsOf(client, tables)),
      ...parts.map(({ seen, columns }) => createTable(seen.table, columns)),
    ],
    parts: parts.map(({ seen: { table, key }, carried, verb, set }) => ({
      schema: table.schema,
      table: table.table,
      columns: carried,
      key,
      verb,
      set: set.map(quoted),
    })),
    of: statements.map(one => one.sql),
  }
}

async function proveIn(
  client: pg.Client,
  task: BackupTask,
  taken: Taken,
): Promise<Proof & Pick<Taken, 'prints' | 'rows'>> {
  const reader = await openRows(taken.location)
  const { parts, before } = reader.head
  await client.query('begin')
  for (const { sql } of before) await client.query(sql)
  for (const part of parts) await putInto(client, sqlName(part), part, reader)
  await readRows(reader)
  await client.query('commit')
  if (reader.digest() !== taken.digest)
    throw new BackupTrouble('The copy on disk is not what was written: its sha256 differs.')
  for (const part of parts) {
    const name = sqlName(part)
    const back = await printOf(client, name, `select ${part.columns.join(', ')} from ${name}`)
    if (back.print !== taken.source.get(name))
      throw new BackupTrouble(`Put somewhere else, the rows of ${name} are not equal to the source's.`)
  }
  return {
    level: 'L3',
    covers: [...task.touches],
    proof: `${inWords(parts, taken.prints)} saved, put somewhere else and equal: those that this change finds${parts.length > 1 ? ' or takes along' : ''}. No other row is held.`,
    restore: `fireline restore-rows '${taken.location.replaceAll("'", `'\\''`)}' --into <url>`,
    ...(taken.prints && { prints: taken.prints }),
    ...(taken.rows !== undefined && { rows: taken.rows }),
  }
}

/** 135 rows of orders, 12 rows of lines. */
const inWords = (parts: RowsHead['parts'], prints: readonly Print[] = []): string =>
  parts.map(({ table }, n) => `${said(prints[n]?.count ?? 0)} of ${table}`).join(', ')

const said = (count: number): string => `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}`
