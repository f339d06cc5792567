import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { openPool } from '../store/db.ts'
import { isDatabaseAway } from './saving.ts'

test('while every connection is taken, nobody said yes or no; a plain mistake is one', async () => {
  const database = await freshDatabase()
  const db = openPool({ ...database.config, max: 1, connectionTimeoutMillis: 50 })
  const taken = await db.connect()
  try {
    expect(isDatabaseAway(await db.query('select 1').catch((error: unknown) => error))).toBe(true)
    expect(isDatabaseAway(await taken.query('select nothing').catch((error: unknown) => error))).toBe(false)
  } finally {
    taken.release()
    await db.end()
    await database.drop()
  }
})
