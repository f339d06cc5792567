import type { Next } from '../../incident/decision.ts'
import type { OfferedPage } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { callInTheTeam, openPage } from './say.ts'

/** What the runbook says to this incident, and what to do with it; never an empty hand. */
export function offered(is: Incident): { pages: OfferedPage[]; next: Next[] } {
  const pages = is.suggestedPages
  return { pages, next: pages.length > 0 ? pages.map(openPage) : [callInTheTeam(is.team)] }
}
