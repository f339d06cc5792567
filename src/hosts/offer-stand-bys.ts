import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import { fireline } from '../incident/entry.ts'
import { inTransaction } from '../store/db.ts'
import { waitForStandBy } from '../store/stand-by-offers.ts'

/** How long is waited is the stand-by's to say and may be changed while it burns, so it is looked at each minute, and not owed when an incident opens. */
export async function offerStandBys(desk: Desk): Promise<void> {
  for (const incident of await waitForStandBy(desk.db, desk.clock.now())) {
    const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body: {} }
    await inTransaction(desk.db, tx => handle(desk, tx, incident, ask, 'offer-stand-by'))
  }
}
