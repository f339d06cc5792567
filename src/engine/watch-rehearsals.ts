import { failingAlert, provenAgain } from '../steps/intake/failing-rehearsal.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import { failingRehearsals } from '../store/failing-rehearsals.ts'
import { ownIntegration } from '../store/own-integrations.ts'
import type { Accepting } from './accept.ts'
import type { Desk } from './desk.ts'

/** One failure may be a database that was restarted just then; two in a row are a service without a copy that anybody proved. */
const failuresInARow = 2

/** Looks once whether copies of each service can still be proven, on one node at a time. What it finds is accepted like any alert. */
export async function watchRehearsals(desk: Desk, log: Accepting): Promise<void> {
  const integration = await ownIntegration(desk.db, 'rehearsals', desk.clock.now())
  await inTransaction(desk.db, async tx => {
    if (!(await mayWatch(tx))) return
    for (const { isFailing, isTold, ...one } of await failingRehearsals(tx, integration, failuresInARow)) {
      if (isFailing === isTold) continue
      const alert = isFailing ? failingAlert(one) : provenAgain(one, desk.clock.at())
      await log.accept({ integration, source: 'rehearsal', body: JSON.stringify({ alerts: [alert] }) })
    }
  })
}

async function mayWatch(tx: Tx): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('fireline rehearsals', 0)) as mine",
  )
  return rows[0]?.mine === true
}
