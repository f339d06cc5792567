import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { until } from '../../test/harness.ts'
import { newId } from '../engine/id.ts'
import { happened } from '../incident/decision.ts'
import { fireline } from '../incident/entry.ts'
import { maskOf } from './chain.ts'
import { checkpoint } from './checkpoint.ts'
import { type Db, inTransaction, openPool } from './db.ts'
import { newIncident, readHead } from './head.ts'
import { rebuild, verifyAll } from './rebuild.ts'
import { append, holdTimeline, readTimeline } from './timeline.ts'
import { verifyTimeline } from './verify.ts'

let db: Db
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await freshDatabase()
  db = openPool(database.config)
  drop = async () => {
    await db.end()
    await database.drop()
  }
})
afterAll(() => drop())

const nine = '2026-11-22T09:00:00.000Z'
const stamp = (text: string, at = nine) => ({
  id: newId(new Date(at)),
  by: fireline,
  at,
  event: happened('UpdatePosted', { update: newId(new Date(at)), text, audience: 'responders' }),
})

async function timelineOf(...texts: string[]): Promise<string> {
  const incident = newId(new Date(nine))
  await inTransaction(db, async tx => {
    await newIncident(tx, incident)
    await append(
      tx,
      incident,
      0,
      texts.map(text => stamp(text)),
    )
  })
  return incident
}

describe('the timeline', () => {
  it('gives back exactly what was said, NUL and lone surrogates included', async () => {
    const hostile = 'a\0b\ud800c\u202e<script>{"z":1,"a":2}'
    const incident = await timelineOf(hostile)
    const [entry] = await readTimeline(db, incident)
    expect(entry?.data).toMatchObject({ text: hostile })
    expect(await verifyTimeline(db, incident)).toEqual([])
  })

  it('never goes back in time', async () => {
    const incident = await timelineOf('at nine')
    await inTransaction(db, tx => append(tx, incident, 1, [stamp('a minute before', '2026-11-22T08:59:00.000Z')]))
    expect((await readTimeline(db, incident)).map(entry => entry.at)).toEqual([nine, nine])
    expect(await verifyTimeline(db, incident)).toEqual([])
  })

  it('takes a rival writer one after the other, and never forks', async () => {
    const incident = await timelineOf('first')
    const write = (text: string) =>
      inTransaction(db, async tx => {
        await holdTimeline(tx, incident)
        const { length } = await readTimeline(tx, incident)
        return append(tx, incident, length, [stamp(text)])
      })
    await Promise.all(Array.from({ length: 8 }, (_, i) => write(`writer ${i}`)))
    expect((await readTimeline(db, incident)).map(entry => entry.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await verifyTimeline(db, incident)).toEqual([])
    await expect(inTransaction(db, tx => append(tx, incident, 1, [stamp('late')]))).rejects.toThrow(/duplicate key/)
  })

  it.each([
    ['an edited text', `update entry set data = replace(data, 'two', 'too') where incident = $1 and seq = 2`],
    ['another author', `update entry set by = replace(by, 'Fireline', 'Ben') where incident = $1 and seq = 2`],
    ['another time', `update entry set at = at + interval '1 second' where incident = $1 and seq = 2`],
    ['a removed entry', 'delete from entry where incident = $1 and seq = 2'],
    ['a text removed without a redaction', `update entry set data = '{}', salt = null where incident = $1 and seq = 2`],
    [
      'swapped entries',
      'update entry set seq = case seq when 2 then -3 when 3 then -2 end where incident = $1 and seq in (2, 3)',
    ],
  ])('shows %s', async (_what, sql) => {
    const incident = await timelineOf('one', 'two', 'three')
    await db.query(sql, [incident])
    await db.query('update entry set seq = -seq where incident = $1 and seq < 0', [incident])
    expect(await verifyTimeline(db, incident)).not.toEqual([])
  })

  it('still verifies after a redaction, and shows a change of what was masked', async () => {
    const incident = await timelineOf('the password is hunter2')
    const [entry] = await readTimeline(db, incident)
    const masked = JSON.stringify({ text: '[redacted]' })
    await inTransaction(db, async tx => {
      await tx.query('update entry set data = $2, salt = null, redacted = true where id = $1', [entry?.id, masked])
      const masks = [{ entry: entry?.id ?? '', mask: maskOf(masked) }]
      const event = happened('Redacted', { entry: entry?.id, reason: 'a password', masks, stillHolds: [] })
      await append(tx, incident, 1, [{ ...stamp(''), event }])
    })
    expect(await verifyTimeline(db, incident)).toEqual([])
    expect((await readTimeline(db, incident))[0]).toMatchObject({ redacted: true, data: { text: '[redacted]' } })
    await db.query(`update entry set data = '{"text":"nothing happened"}' where incident = $1 and seq = 1`, [incident])
    expect(await verifyTimeline(db, incident)).toHaveLength(1)
  })

  it('shows a cut-off tail and a vanished timeline by its checkpoints', async () => {
    const own = await freshDatabase()
    const pool = openPool(own.config)
    const [kept, cut] = [newId(new Date(nine)), newId(new Date(nine))]
    await inTransaction(pool, async tx => {
      for (const incident of [kept, cut]) {
        await newIncident(tx, incident)
        await append(tx, incident, 0, [stamp('one'), stamp('two')])
      }
    })
    // Transactions of the cluster's other databases hold the safe position back while they run.
    const anchored = await until(() => inTransaction(pool, tx => checkpoint(tx, new Date(nine))), 'the checkpoint')
    expect(anchored).toMatch(/^[0-9a-f]{64}$/)
    expect(await inTransaction(pool, tx => checkpoint(tx, new Date(nine)))).toBeUndefined()
    expect((await verifyAll(pool)).troubles).toEqual([])
    await pool.query('delete from entry where incident = $1 and seq = 2', [cut])
    expect((await verifyAll(pool)).troubles).toHaveLength(1)
    await pool.end()
    await own.drop()
  })

  it('is folded anew into the same view', async () => {
    const incident = await timelineOf('one', 'two')
    await rebuild(db)
    const before = await readHead(db, incident)
    await db.query(`update incident_head set title = 'tampered', folded = '{}' where incident = $1`, [incident])
    await rebuild(db)
    expect(await readHead(db, incident)).toEqual(before)
    expect(before?.updates.map(update => update.text)).toEqual(['one', 'two'])
  })
})
