import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { until } from '../../test/harness.ts'
import { type Db, inTransaction, openPool } from './db.ts'
import { holdTimeline } from './timeline.ts'

const timeline = '0197a000-0000-7000-8000-000000000001'
let db: Db
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await freshDatabase()
  db = openPool(database.config)
  drop = database.drop
})
afterAll(async () => {
  await db.end()
  await drop()
})

it('a node that stands still in the middle of a transaction lets go of its timeline, and goes on with a new connection', async () => {
  expect((await db.query('show idle_in_transaction_session_timeout')).rows).toEqual([
    { idle_in_transaction_session_timeout: '10s' },
  ])
  const holds = Promise.withResolvers<void>()
  const wakesUp = Promise.withResolvers<void>()
  const stoodStill = inTransaction(db, async tx => {
    await tx.query(`set local idle_in_transaction_session_timeout = '50ms'`)
    await holdTimeline(tx, timeline)
    holds.resolve()
    await wakesUp.promise
    await tx.query('select 1')
  })
  await holds.promise
  let taken = false
  void inTransaction(db, tx => holdTimeline(tx, timeline)).then(() => (taken = true))
  await until(() => taken, 'another to hold the timeline')
  wakesUp.resolve()
  await expect(stoodStill).rejects.toThrow()
  await inTransaction(db, tx => holdTimeline(tx, timeline))
})
