import type { Desk } from '../engine/desk.ts'
import { handle } from '../engine/handle.ts'
import { newId } from '../engine/id.ts'
import type { Outcome } from '../engine/perform.ts'
import type { Refusal } from '../incident/decision.ts'
import { fireline } from '../incident/entry.ts'
import type { ObligationBody } from '../incident/obligation.ts'
import { type Observed, type TrafficDriver, TrafficTrouble } from '../steps/change/traffic-driver.ts'
import { inTransaction } from '../store/db.ts'
import type { ShiftToken } from '../store/traffic-shifts.ts'
import type { Lookers } from './look-at-stand-by.ts'
import type { Moving } from './send-traffic.ts'

/** One shift that is owed, forward or back. */
export interface Job extends Readonly<ObligationBody['move-traffic']> {
  hands: Lookers & { drivers: readonly TrafficDriver[] }
  desk: Desk
  incident: string
  signal: AbortSignal
  /** Says it on the incident's timeline; the refusal, if it is one. */
  tell(command: string, body: object): Promise<Refusal | undefined>
}

export const tellingOf =
  (desk: Desk, incident: string): Job['tell'] =>
  async (command, body) => {
    const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body }
    const answer = await inTransaction(desk.db, tx => handle(desk, tx, incident, ask, command))
    return 'code' in answer ? answer : undefined
  }

/** Throws TrafficTrouble when this Fireline does not know such a proxy. */
export function movingOf({ hands, desk, shift }: Job, token: ShiftToken): Moving {
  const driver = hands.drivers.find(one => one.name === token.way.driver)
  if (!driver) throw new TrafficTrouble(`This Fireline knows no proxy of the kind ${token.way.driver}.`)
  return { desk, secrets: hands.secrets, driver, shift, token }
}

export const done = (answer: string): Outcome => ({ outcome: 'delivered', answer })

export async function failed({ tell, shift }: Job, reason: string, code?: string): Promise<Outcome> {
  await tell('traffic-failed', { shift, reason, ...(code && { code }) })
  return { outcome: 'failed', answer: reason }
}

/** As people read it: tenths of a per cent. */
export const counted = ({ share, tookMs }: Observed) => ({ observed: Math.round(share * 10) / 10, tookMs })
