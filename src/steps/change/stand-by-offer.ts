import { type Ask, happened, knowing } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { StandBy } from '../../incident/known.ts'
import { later } from '../../incident/obligation.ts'
import type { ChangeBody } from './asks.ts'

/** Offered once, when users hurt for as long as a stand-by waits; of several the one that was proven last. Never in a drill: traffic is real. */
export const offerStandBy = knowing(['standBys'], (was, ask: Ask<ChangeBody<'offer-stand-by'>>, { standBys }) => {
  if (!stillHurts(was) || was.drill || was.standByOffered || was.shifts) return []
  const free = [...standBys.values()].filter(one => !one.moving)
  const due = free.filter(one => later(was.openedAt, one.offerAfterMinutes * 60_000) <= ask.at)
  const best = due.toSorted(provenLast)[0]
  return best
    ? [happened('StandByOffered', { standBy: best.slug, ...(best.provenAt && { provenAt: best.provenAt }) })]
    : []
})

/** A mitigation that is known to have worked counts, also before somebody says that it is mitigated. */
const stillHurts = ({ status, changes }: Incident): boolean =>
  status === 'open' && !changes.some(({ intent, state }) => intent === 'mitigation' && state === 'verified')

const provenLast = (a: StandBy, b: StandBy): number => (b.provenAt ?? '').localeCompare(a.provenAt ?? '')
