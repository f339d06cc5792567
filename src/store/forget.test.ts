import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { newId } from '../engine/id.ts'
import { openPool } from './db.ts'
import { forgetOldReceipts } from './forget.ts'

test('receipts of a week ago are forgotten, but not what waits or could not be applied', async () => {
  const database = await freshDatabase()
  const db = openPool(database.config)
  const now = new Date('2026-11-22T09:00:00Z')
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const keep = async (applied: Date | null, trouble: string | null) => {
    const receipt = newId(now)
    await db.query(
      `insert into accepted (receipt, source, at, body, applied_at, trouble) values ($1, 'webhook', $2, '{}', $3, $4)`,
      [receipt, daysAgo(30), applied, trouble],
    )
    return receipt
  }
  await keep(daysAgo(8), null)
  const kept = [await keep(daysAgo(6), null), await keep(null, null), await keep(daysAgo(8), 'odd')]
  expect(await forgetOldReceipts(db, now)).toBe(1)
  const { rows } = await db.query<{ receipt: string }>('select receipt from accepted order by pos')
  expect(rows.map(row => row.receipt)).toEqual(kept)
  // Of more than fits, the oldest that were applied go.
  expect(await forgetOldReceipts(db, now, 1)).toBe(1)
  await db.end()
  await database.drop()
})
