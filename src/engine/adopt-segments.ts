import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { holdApplying, insertWaiting, movePosition, positionOf, receiptsKept } from '../store/accepted.ts'
import { inTransaction } from '../store/db.ts'
import type { LogRecord } from '../store/segments/frame.ts'
import { logFilesIn } from '../store/segments/log-files.ts'
import { logId } from '../store/segments/open.ts'
import { recordsFrom } from '../store/segments/replay.ts'
import type { Desk } from './desk.ts'

/**
 * What a segment log in this folder accepted for this database and nobody applied, goes into the table: nothing that was answered
 * 2xx is left behind when the table log takes its place. Returns how many.
 */
export async function adoptSegments({ db }: Pick<Desk, 'db'>, folder: string): Promise<number> {
  if (!existsSync(join(folder, 'id'))) return 0
  const id = await logId(folder, () => '')
  const position = await positionOf(db, id)
  if (!position) return 0
  const records: LogRecord[] = []
  let end = position
  for await (const { record, place } of recordsFrom(await logFilesIn(folder), position)) {
    records.push(record)
    end = { segment: place.segment, offset: place.offset + place.bytes }
  }
  return inTransaction(db, async tx => {
    await holdApplying(tx)
    const kept = await receiptsKept(
      tx,
      records.map(record => record.receipt),
    )
    const waiting = records.filter(record => !kept.has(record.receipt))
    for (const record of waiting) await insertWaiting(tx, record)
    await movePosition(tx, id, end)
    return waiting.length
  })
}
