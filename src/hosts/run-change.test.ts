import pg from 'pg'
import { expect, it } from 'vitest'
import { freshDatabase } from '../../test/database.ts'
import type { Desk } from '../engine/desk.ts'
import { newId } from '../engine/id.ts'
import type { Owed } from '../engine/perform.ts'
import { runChange } from './run-change.ts'

it('a node that stood still and was taken for dead types nothing any more', async () => {
  const database = await freshDatabase()
  const db = new pg.Pool(database.config)
  const ran: string[] = []
  const hand = async (command: string) => {
    ran.push(command)
    return { output: '' }
  }
  const run = runChange({ inTerminal: (_desk, _terminal, command) => hand(command), here: hand })
  const desk = { db, clock: { now: () => new Date('2026-03-01T09:00:00Z') } } as Desk
  const owe = async (epoch: number, mayStillSend: boolean) => {
    const id = newId(new Date())
    await db.query(
      `insert into obligation (id, kind, key, body, due_at, epoch) values ($1, 'run-change', 'run', '{}', now(), 2)
       on conflict (incident, key) do update set id = excluded.id`,
      [id],
    )
    return {
      id,
      attempt: 1,
      epoch,
      body: { change: 'C1', wayBack: false, how: 'by-agent' },
      mayStillSend: () => mayStillSend,
    }
  }
  try {
    // Another one leased it since; and nobody did yet, but may have.
    for (const owed of [await owe(1, true), await owe(2, false)])
      expect(await run(owed as unknown as Owed<'run-change'>, desk, AbortSignal.timeout(10_000))).toEqual({
        outcome: 'retry',
        answer: 'Another node may have taken this over.',
      })
    expect(ran).toEqual([])
  } finally {
    await db.end()
    await database.drop()
  }
})
