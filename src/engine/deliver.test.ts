import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import { until } from '../../test/harness.ts'
import type { ObligationKind } from '../incident/obligation.ts'
import { type Db, openPool } from '../store/db.ts'
import { endLeases, type OwedRow } from '../store/outbox.ts'
import { databaseClock } from './clock.ts'
import { type Deliverer, startDelivering } from './deliver.ts'
import type { Desk } from './desk.ts'
import { newId } from './id.ts'
import type { Clocks, Moment } from './lease-time.ts'
import type { Outcome, Owed, Performers } from './perform.ts'

let db: Db
let drop: () => Promise<void>
const delivering: Deliverer[] = []
beforeEach(async () => {
  const database = await freshDatabase()
  db = openPool(database.config)
  drop = database.drop
})
afterEach(async () => {
  await Promise.all(delivering.splice(0).map(one => one.stop(1_000)))
  await db.end()
  await drop()
})

const clock = databaseClock()

/** A node that delivers by `perform`; several of them are several processes on one database. */
function node(name: string, perform: (owed: Owed) => Promise<Outcome>, clocks?: Clocks): Deliverer {
  const desk = {
    db,
    clock,
    node: name,
    performers: { ask: perform, call: perform, canary: perform } as unknown as Performers,
    log: { info() {}, error() {} },
  }
  const one = startDelivering(desk as unknown as Desk, clocks)
  delivering.push(one)
  return one
}

async function owe(dueInMs = 0, kind: ObligationKind = 'ask'): Promise<string> {
  const id = newId(clock.now())
  const due = new Date(clock.now().getTime() + dueInMs)
  await db.query(`insert into obligation (id, kind, key, body, due_at) values ($1, $4, $3, '{}', $2)`, [
    id,
    due,
    id,
    kind,
  ])
  return id
}

const stateOf = async (id: string) =>
  (await db.query<{ state: string; attempts: number }>('select state, attempts from obligation where id = $1', [id]))
    .rows[0]

/** A connection that breaks before its commit, or behind it; nobody has it afterwards. */
async function breaksAtCommit(connecting: Promise<pg.PoolClient>, isDone: boolean): Promise<pg.PoolClient> {
  const client = await connecting
  const query = client.query.bind(client) as (...asked: unknown[]) => Promise<unknown>
  const release = client.release.bind(client)
  const broken = new Error('Connection terminated unexpectedly')
  const asks = async (...asked: unknown[]) => {
    if (asked[0] !== 'commit') return query(...asked)
    await query(isDone ? 'commit' : 'rollback')
    throw broken
  }
  return Object.assign(client, { query: asks, release: () => release(broken) })
}

describe('what is owed', () => {
  it('is done once, however many nodes look', async () => {
    const done: string[] = []
    const perform = async (owed: Owed): Promise<Outcome> => {
      done.push(owed.id)
      return { outcome: 'delivered', answer: 'ok' }
    }
    const ids = await Promise.all(Array.from({ length: 30 }, () => owe()))
    for (const name of ['a', 'b', 'c']) node(name, perform)
    await until(async () => {
      const { rows } = await db.query(`select 1 from obligation where state = 'owed'`)
      return rows.length === 0
    }, 'all to be done')
    expect(done.sort()).toEqual(ids.sort())
  })

  it('waits until it is due, by the moved clock', async () => {
    let done = 0
    const one = node('a', async () => {
      done += 1
      return { outcome: 'delivered', answer: 'ok' }
    })
    const id = await owe(60_000)
    one.wake()
    clock.advance(59_000)
    one.wake()
    expect(done).toBe(0)
    clock.advance(1_100)
    one.wake()
    await until(async () => (await stateOf(id))?.state === 'done', 'it to be done')
    expect(done).toBe(1)
  })

  it('is tried again after 5, then 15 s when the receiver says later, and every answer is kept', async () => {
    const answers: Outcome[] = [
      { outcome: 'retry', answer: '451 try later' },
      { outcome: 'retry', answer: '451 try later still' },
      { outcome: 'delivered', answer: '250 queued' },
    ]
    const one = node('a', async owed => answers[owed.attempt - 1] ?? { outcome: 'failed', answer: 'too often' })
    const id = await owe()
    for (const [before, waitMs] of [0, 5_000, 15_000].entries()) {
      clock.advance(waitMs)
      one.wake()
      await until(async () => {
        const { rows } = await db.query('select 1 from attempt where obligation = $1', [id])
        return rows.length === before + 1
      }, 'an attempt')
    }
    const { rows } = await db.query<{ answer: string }>('select answer from attempt where obligation = $1 order by n', [
      id,
    ])
    expect(rows.map(row => row.answer)).toEqual(['451 try later', '451 try later still', '250 queued'])
    expect((await stateOf(id))?.state).toBe('done')
  })

  it('is begun at once, and once, when it was leased by a commit whose answer was lost', async () => {
    const done: Owed[] = []
    const one = node('a', async owed => {
      done.push(owed)
      return { outcome: 'delivered', answer: 'ok' }
    })
    const id = await owe(60_000)
    const until10s = new Date(clock.now().getTime() + 10_000)
    const born = `update obligation set due_at = now(), lease_until = $2, leased_by = 'a', epoch = 1, attempts = 1 where id = $1
                  returning id, incident, kind, key, body, epoch, attempts`
    const { rows } = await db.query<OwedRow>(born, [id, until10s])
    const broken = await db.connect()
    broken.release(new Error('Connection terminated unexpectedly'))
    await until(async () => (await stateOf(id))?.state === 'done', 'it to be done')
    // The commit is heard of after all.
    one.take(rows.map(row => ({ row, from: { monotonicMs: performance.now(), wallMs: Date.now() } })))
    await one.stop(1_000)
    expect(done).toMatchObject([{ id, attempt: 1, repeat: false }])
  })

  it('is recorded, and not sent again, when the line breaks between the receiver’s yes and its record', async () => {
    let sent = 0
    const real = db.connect.bind(db)
    node('a', async () => {
      sent += 1
      // The record's own connection breaks twice: once before its commit, once behind it.
      let left = 2
      db.connect = ((heard?: () => void) => {
        if (heard || left === 0) return heard ? real(heard) : real()
        left -= 1
        return breaksAtCommit(real(), left === 0)
      }) as unknown as typeof db.connect
      return { outcome: 'delivered', answer: '250 queued' }
    })
    const id = await owe()
    await until(async () => (await stateOf(id))?.state === 'done', 'it to be recorded')
    await until(
      async () => (await db.query('select 1 from attempt where obligation = $1', [id])).rowCount === 1,
      'its attempt',
    )
    expect(await stateOf(id)).toEqual({ state: 'done', attempts: 1 })
    expect(sent).toBe(1)
  })

  it('is taken over when its node stops, said to be a repeat, and the late node records nothing', async () => {
    let release: (outcome: Outcome) => void = () => {}
    const stopped = new Promise<Outcome>(resolve => {
      release = resolve
    })
    const id = await owe()
    const frozen = node('frozen', () => stopped)
    await until(async () => (await stateOf(id))?.attempts === 1, 'the first node to take it')
    // The frozen node cannot keep its lease: its time is over for everyone.
    await db.query('update obligation set lease_until = $2 where id = $1', [id, clock.now()])
    const repeats: boolean[] = []
    node('other', async owed => {
      repeats.push(owed.repeat)
      return { outcome: 'delivered', answer: 'by the other' }
    })
    await until(async () => (await stateOf(id))?.state === 'done', 'the other node')
    release({ outcome: 'failed', answer: 'far too late' })
    await frozen.stop(1_000)
    const { rows } = await db.query<{ answer: string }>('select answer from attempt where obligation = $1', [id])
    expect([repeats, rows]).toEqual([[true], [{ answer: 'by the other' }]])
  })

  it('holds up no timer and no other page when sixteen receivers hang; the canary proves it', async () => {
    const hanging = new Set(await Promise.all(Array.from({ length: 16 }, () => owe(-1_000, 'call'))))
    const begun = new Set<string>()
    const one = node('a', owed => {
      begun.add(owed.id)
      const done: Outcome = { outcome: 'delivered', answer: 'ok' }
      return hanging.has(owed.id) ? new Promise(() => {}) : Promise.resolve(done)
    })
    await until(() => [...hanging].every(id => begun.has(id)), 'all to hang')
    const timer = await owe()
    const others = [await owe(0, 'call'), await owe(0, 'canary')]
    one.wake()
    const isDone = async (id: string) => (await stateOf(id))?.state === 'done'
    await until(() => isDone(timer), 'the timer', 900)
    for (const id of others) await until(() => isDone(id), 'a page and the canary behind them', 3_000)
    await one.stop(0)
  })

  it('is not taken over by its own node when the clock is set forward', async () => {
    const answered = Promise.withResolvers<Outcome>()
    let attempts = 0
    const one = node('a', () => {
      attempts += 1
      return answered.promise
    })
    const id = await owe()
    one.wake()
    await until(() => attempts === 1, 'it to begin')
    clock.advance(60_000)
    const other = await owe(0, 'canary')
    one.wake()
    await until(() => attempts === 2, 'another one to begin')
    answered.resolve({ outcome: 'delivered', answer: 'ok' })
    for (const each of [id, other]) await until(async () => (await stateOf(each))?.state === 'done', 'both')
    expect([attempts, await stateOf(id)]).toEqual([2, { state: 'done', attempts: 1 }])
  })

  it('is let go by a node that stood still for longer than its lease, before anything leaves', async () => {
    const id = await owe()
    let stoodStillMs = 0
    const may: boolean[] = []
    const clocks = (): Moment => ({ monotonicMs: stoodStillMs, wallMs: 0 })
    node(
      'a',
      async owed => {
        for (const ms of [0, 8_999, 9_000]) {
          stoodStillMs = ms
          may.push(owed.mayStillSend())
        }
        return { outcome: 'delivered', answer: 'ok' }
      },
      clocks,
    )
    await until(async () => (await stateOf(id))?.state === 'done', 'it to be done')
    expect(may).toEqual([true, true, false])
  })

  it('is left to a newer node when nothing here knows its kind', async () => {
    const id = await owe(0, 'not yet thought of' as ObligationKind)
    node('a', async () => ({ outcome: 'delivered', answer: 'ok' }))
    const known = await owe()
    await until(async () => (await stateOf(known))?.state === 'done', 'what is known')
    expect(await stateOf(id)).toEqual({ state: 'owed', attempts: 0 })
  })

  it('is taken at once after the only node died with it and came back', async () => {
    const id = await owe()
    const dead = node('dead', () => new Promise(() => {}))
    await until(async () => (await stateOf(id))?.attempts === 1, 'the node that dies')
    await dead.stop(0)
    await endLeases(db)
    const repeats: boolean[] = []
    node('same again', async owed => {
      repeats.push(owed.repeat)
      return { outcome: 'delivered', answer: 'ok' }
    })
    await until(async () => (await stateOf(id))?.state === 'done', 'it to be done', 2_000)
    expect(repeats).toEqual([true])
  })
})
