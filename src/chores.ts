import type { Desk } from './engine/desk.ts'
import { tellOfTheWeek } from './engine/weekly-noise.ts'
import { expireCopies, sweepCopies } from './hosts/copies.ts'
import { endSeats } from './hosts/end-seats.ts'
import { tellTouches } from './hosts/host-touches.ts'
import { offerStandBys } from './hosts/offer-stand-bys.ts'
import { rehearseInTime } from './hosts/rehearse.ts'
import { keepStatusCopies } from './server/status-copy.ts'
import type { Settings } from './settings.ts'
import { forgetHeard } from './store/chat-people.ts'
import { checkpoint } from './store/checkpoint.ts'
import { inTransaction } from './store/db.ts'
import { forgetOldReceipts } from './store/forget.ts'
import { forgetShownKeys } from './store/integrations.ts'
import { gatherRosterChanges } from './store/settings-versions.ts'
import { forgetAsked } from './store/stakeholders-asked.ts'
import { forgetReporters } from './store/user-reports.ts'

/** Small work that has to be done now and then. One that fails is done again at its next time; several nodes may do it at once. */
interface Chore {
  everyMs: number
  run(desk: Desk, settings: Settings): Promise<unknown>
}

const minuteMs = 60_000

/** All of them, one line each. What has to be there with the next page is an obligation instead. */
export const chores: readonly Chore[] = [
  {
    everyMs: minuteMs,
    run: ({ db, clock }) => inTransaction(db, tx => checkpoint(tx, clock.now())),
  },
  { everyMs: minuteMs, run: ({ db, clock }) => forgetOldReceipts(db, clock.now()) },
  { everyMs: minuteMs, run: ({ db, clock }) => forgetShownKeys(db, clock.now()) },
  { everyMs: minuteMs, run: ({ db, clock }) => forgetHeard(db, clock.now()) },
  { everyMs: minuteMs, run: tellOfTheWeek },
  { everyMs: minuteMs, run: ({ db, clock }) => forgetReporters(db, clock.now()) },
  { everyMs: minuteMs, run: keepStatusCopies },
  { everyMs: minuteMs, run: expireCopies },
  { everyMs: minuteMs, run: sweepCopies },
  { everyMs: minuteMs, run: rehearseInTime },
  { everyMs: minuteMs, run: offerStandBys },
  { everyMs: 10_000, run: tellTouches },
  { everyMs: 1_000, run: endSeats },
  { everyMs: minuteMs, run: ({ db, clock }) => forgetAsked(db, clock.now()) },
  { everyMs: minuteMs, run: ({ db, clock }) => gatherRosterChanges(db, clock.now()) },
]
