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
import { type Found, printOf, rowsFound, thoseRows } from './rows-found.ts'
import { createTable } from './schema.ts'
import { sha256Of } from './sha256.ts'
import { configFor, oneSnapshot, openPinned, quoted, withoutSecrets } from './source.ts'
import { surroundingsOf } from './surroundings.ts'

/**
 * Saves just the rows that one UPDATE or DELETE would touch, found by its own words in one snapshot, put into an empty database
 * and compared there. It counts for that change alone, and for no other row of its tables.
 */
export function rowsCopy(openScratch: OpenScratch): BackupDriver {
  return {
    name: 'rows',
    most: 'L3',
    async unfit(task) {
      const rows = rowsOfChange(task.commands ?? [])
      return 'not' in rows ? `These rows cannot be told: ${rows.not}. Take a full copy` : undefined
    },
    estimateBytes: async () => 0,
    digestOf: sha256Of,
    take: (task, signal) => withRows(task, (client, found) => writeRows(client, found, task, signal)),
    prove: (task, taken, signal) => inScratch(openScratch, task, signal, client => proveIn(client, task, taken)),
  }
}

/** The same rows, looked up again: how many there are now, and what they read. */
export const rowsNow = (task: BackupTask, most?: number): Promise<Print> =>
  withRows(task, async (client, found) => printOf(client, sqlName(found.table), thoseRows(found)), most)

async function withRows<T>(
  task: BackupTask,
  work: (client: pg.Client, found: Found) => Promise<T>,
  mostMs = 60_000,
): Promise<T> {
  const { url = '' } = task
  const rows = rowsOfChange(task.commands ?? [])
  if ('not' in rows) throw new BackupTrouble(`These rows cannot be told: ${rows.not}. Take a full copy.`)
  const touched = task.touches.map(readTouch).filter(touch => touch?.kind === 'postgres')
  const database = touched[0]?.database
  if (rows.database !== undefined && database !== undefined && rows.database !== database)
    throw new BackupTrouble(`It says the database ${rows.database}, and the change touches ${database}.`)
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
    await copyOut(client, `copy (${thoseRows(found)}) to stdout`, row => {
      signal.throwIfAborted()
      return writer.add(row)
    })
    await writer.line('\\.')
    const name = sqlName(found.table)
    const print = await printOf(client, name, thoseRows(found))
    const digest = await writer.end([print.print])
    return {
      location,
      digest,
      bytes: writer.bytes,
      source: new Map([[name, print.print]]),
      prints: [print],
      notCopied: ['every other row', 'what other programs write'],
    }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function headOf(client: pg.Client, { rows, table, columns, carried, key }: Found): Promise<RowsHead> {
  const { schema, table: name } = table
  const { verb, sql, set } = rows
  return {
    fireline: 'rows',
    v: 1,
    before: [...(await surroundingsOf(client, [table])), createTable(table, columns)],
    table: { schema, table: name, columns: carried, key },
    of: { verb, sql, set: set.map(quoted) },
  }
}

async function proveIn(client: pg.Client, task: BackupTask, taken: Taken): Promise<Proof & Pick<Taken, 'prints'>> {
  const reader = await openRows(taken.location)
  await client.query('begin')
  for (const { sql } of reader.head.before) await client.query(sql)
  const name = sqlName(reader.head.table)
  await putInto(client, name, reader)
  await readRows(reader)
  await client.query('commit')
  if (reader.digest() !== taken.digest)
    throw new BackupTrouble('The copy on disk is not what was written: its sha256 differs.')
  const back = await printOf(client, name, `select ${reader.head.table.columns.join(', ')} from ${name}`)
  if (back.print !== taken.source.get(name))
    throw new BackupTrouble(`Put somewhere else, the rows of ${name} are not equal to the source's.`)
  return {
    level: 'L3',
    covers: [...task.touches],
    proof: `${said(back.count)} of ${reader.head.table.table} saved, put somewhere else and equal: those that this change finds. No other row is held.`,
    restore: `fireline restore-rows '${taken.location.replaceAll("'", `'\\''`)}' --into <url>`,
    ...(taken.prints && { prints: taken.prints }),
  }
}

const said = (count: number): string => `${count.toLocaleString('en')} row${count === 1 ? '' : 's'}`
