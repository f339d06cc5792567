import type { Ask } from '../incident/decision.ts'
import type { Incident } from '../incident/incident.ts'
import type { Known } from '../incident/known.ts'
import type { ObligationKind, Reactions } from '../incident/obligation.ts'
import type { Db, Tx } from '../store/db.ts'
import type { Clock } from './clock.ts'
import type { Leased } from './lease-time.ts'
import type { Live } from './live.ts'
import type { Log } from './log.ts'
import type { Performers } from './perform.ts'
import type { ReadyCalls } from './ready-calls.ts'
import type { Road } from './road.ts'
import type { Waypoint } from './waypoint.ts'

/** Loads one field of `Known` in the ask's own transaction. */
export type Loaders = {
  [K in keyof Known]: (tx: Tx, was: Incident, ask: Ask<unknown>) => Promise<Known[K]>
}

/** Everything the engine works with. One per process; made in main.ts. */
export interface Desk {
  db: Db
  clock: Clock
  live: Live
  log: Log
  /** This process among those on one database. */
  node: string
  /** name of a command -> its decision. */
  road: Road
  reactions: readonly Reactions[]
  loaders: Loaders
  performers: Performers
  /** Folds by incident, so that a command reads only what came since. */
  folded: Map<string, Incident>
  /** Something may be due now: the deliverer looks at once. */
  wake(): void
  /** How many of a kind this node could begin now; none where nothing is delivered. */
  placesFor?(kind: ObligationKind): number
  /** Makes calls ready in the transaction that owes or leases them; without it each is by itself. */
  readyCalls?: ReadyCalls
  /** Begins what was leased as it was owed, once that is committed. */
  take?(born: readonly Leased[]): void
  /** Told as something owed, or a command that is asked, passes a point of its way: for tests that end the process there. */
  passing?(point: Waypoint, of: string): void
}
