import type { z } from 'zod'
import { type Decide, happened } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import { type Incident, presentResponders } from '../../incident/incident.ts'
import { later, type Obligation } from '../../incident/obligation.ts'
import type { rallyAsks } from './asks.ts'

/** So long people work without a lead before they are told, and told again. */
const afterMs = 2 * 60_000
/** Told so often; then the policy is paged. */
export const mostLeadNags = 3

/** People are here and nobody leads: said to the room, at most three times for one gap. With nobody here, paging is what helps. */
export const nagLead: Decide<z.infer<(typeof rallyAsks)['nag-lead']['body']>> = (was, ask) => {
  const times = (was.leadNags ?? 0) + 1
  const isDue = was.leadFreeSince === ask.body.since && times === ask.body.times && times <= mostLeadNags
  return isDue && needsALead(was) ? [happened('LeadNagged', { times })] : []
}

/** Who hurts is helped already once it is mitigated. */
const needsALead = (is: Incident): boolean => is.status === 'open' && !is.lead && presentResponders(is).length > 0

export function nagsWhereTheLeadLeft({ data, at }: EntryOf<'Left'>, is: Incident): Obligation[] {
  return data.freed?.includes('lead') && needsALead(is) ? [nag(at, at, 1)] : []
}

export function nagsAgain({ data, at }: EntryOf<'LeadNagged'>, { leadFreeSince }: Incident): Obligation[] {
  return leadFreeSince && data.times < mostLeadNags ? [nag(leadFreeSince, at, data.times + 1)] : []
}

const nag = (since: string, at: string, times: number): Obligation => ({
  kind: 'ask',
  key: `nag-lead:${since}:${times}`,
  dueAt: later(at, afterMs),
  body: { command: 'nag-lead', body: { since, times } },
})
