import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { fireline } from '../incident/entry.ts'
import { inTransaction } from '../store/db.ts'
import { sittingWithoutRight } from '../store/seat-holders.ts'

/** Who was removed or demoted holds no lead and no keyboard, wherever that was done. Their sockets have ended by themselves. */
export async function endSeats(desk: Desk): Promise<void> {
  for (const { incident, person } of await sittingWithoutRight(desk.db)) {
    const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body: { person } }
    await inTransaction(desk.db, tx => handle(desk, tx, incident, ask, 'end-seats'))
  }
}
