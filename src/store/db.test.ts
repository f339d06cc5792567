import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { until } from '../../test/harness.ts'
import { behind, type Db, inSavepoint, inTransaction, LookFirst, openPool } from './db.ts'
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

it('a write that nobody waited for fails the whole transaction, and says why', async () => {
  const work = inTransaction(db, async tx => {
    await behind(tx, tx.query(`insert into meta (key, value) values ('first', '1')`))
    await behind(tx, tx.query('select 1 / 0'))
    await tx.query(`insert into meta (key, value) values ('second', '1')`)
  })
  await expect(work).rejects.toThrow('division by zero')
  expect((await db.query(`select 1 from meta where key in ('first', 'second')`)).rowCount).toBe(0)
})

it('one within a savepoint undoes that alone', async () => {
  await inTransaction(db, async tx => {
    await behind(tx, tx.query(`insert into meta (key, value) values ('outer', '1')`))
    const inner = inSavepoint(tx, () => behind(tx, tx.query('select 1 / 0')))
    await expect(inner).rejects.toThrow('division by zero')
    await behind(tx, tx.query(`insert into meta (key, value) values ('after', '1')`))
  })
  expect((await db.query(`select 1 from meta where key in ('outer', 'after')`)).rowCount).toBe(2)
})

it('what has to be looked at first is looked at with nothing held, and the work begins anew', async () => {
  const add = (key: string) => `insert into meta (key, value) values ('${key}', '1')`
  let seen: string | undefined
  const work = () =>
    inTransaction(db, async tx => {
      await tx.query(add('looked'))
      if (seen === undefined)
        throw new LookFirst('a copy', () => db.query(add('by the look')).then(() => (seen = 'whole')))
      return seen
    })
  expect(await work()).toBe('whole')
  const { rows } = await db.query(`select key from meta where key in ('looked', 'by the look') order by key`)
  expect(rows.map(row => row['key'])).toEqual(['by the look', 'looked'])
  const never = inTransaction(db, () => Promise.reject(new LookFirst('what changes', async () => {})))
  await expect(never).rejects.toThrow('what changes has to be looked at first')
})
