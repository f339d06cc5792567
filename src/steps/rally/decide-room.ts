import type { Decisions } from '../../incident/asks.ts'
import type { Reactions } from '../../incident/obligation.ts'
import type { roomAsks } from './asks-room.ts'
import { acceptLead, declineLead, endSeatsOf, join, leave, offerLead, takeLead } from './lead.ts'
import { nagLead, nagsAgain, nagsWhereTheLeadLeft } from './nag-lead.ts'

export const roomDecisions: Decisions<typeof roomAsks> = {
  join,
  leave,
  'end-seats': endSeatsOf,
  'nag-lead': nagLead,
  'take-lead': takeLead,
  'offer-lead': offerLead,
  'accept-lead': acceptLead,
  'decline-lead': declineLead,
}

export const roomReactions: Reactions = { Left: nagsWhereTheLeadLeft, LeadNagged: nagsAgain }
