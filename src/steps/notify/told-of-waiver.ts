import { type Decide, knowing } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { Obligation } from '../../incident/obligation.ts'
import { nextPlaces } from './acknowledge.ts'
import type { NotifyBody } from './asks.ts'
import { callsOwed, reachable } from './escalate.ts'
import { say } from './say.ts'

/** Somebody alone in the room goes without what a rule asks: the policy's next person hears of it, and is not waited for. */
export const tellOfWaiver: Decide<NotifyBody<'tell-of-waiver'>, 'policy' | 'channels' | 'service'> = knowing(
  ['policy', 'channels', 'service'],
  (was, ask, known) => {
    const waiver = was.waivers.find(one => one.id === ask.body.waiver)
    if (!waiver || was.status === 'resolved' || known.service.mode === 'watch-only') return []
    const others = nextPlaces(known, was).flatMap(place => reachable(was, known, place))
    const next = others.find(person => person.id !== ask.body.by)
    return next ? callsOwed(ask, known, [next.id], say.wentAlone(waiver)) : []
  },
)

export function owesAWordOfIt({ id, at, by, data }: EntryOf<'Waived'>): Obligation[] {
  if (!data.alone) return []
  const body = { command: 'tell-of-waiver', body: { waiver: id, by: by.id } }
  return [{ kind: 'ask', key: `tell-of-waiver:${id}`, dueAt: at, body }]
}
