import type { z } from 'zod'
import { type Decide, happened, knowing } from '../../incident/decision.ts'
import type { Evidence, Incident } from '../../incident/incident.ts'
import { later, type Reactions } from '../../incident/obligation.ts'
import { nextRef } from '../../incident/ref.ts'
import type { intakeAsks } from './asks.ts'

/** Reports of one incident are told together: at once first, then ever more seldom, and at least so often. */
const firstWaitMs = 5_000
const longestWaitMs = 300_000

const evidenceOfReports = (is: Incident): Evidence | undefined => is.evidence.find(one => one.reports)

/** The wait doubles: it is as long as the reports have been coming. */
function nextTellingAt({ at, reports }: Evidence): string {
  const toldAt = reports?.toldAt ?? at
  const comingMs = Date.parse(toldAt) - Date.parse(at)
  return later(toldAt, Math.min(Math.max(comingMs, firstWaitMs), longestWaitMs))
}

/** True when reports that came may stand on the timeline now; otherwise they wait for those that follow. */
export function isTimeToTell(is: Incident, now: string): boolean {
  const told = evidenceOfReports(is)
  return is.seq > 0 && is.status !== 'resolved' && (!told || nextTellingAt(told) <= now)
}

/** Fourteen customers are one piece of evidence that counts, told again under the same id when more have come. */
export const tellReports: Decide<z.infer<(typeof intakeAsks)['tell-reports']['body']>, 'reports'> = knowing(
  ['reports'],
  (was, ask, { reports }) => {
    const told = evidenceOfReports(was)
    if (!reports || !isTimeToTell(was, ask.at) || reports.count <= (told?.reports?.count ?? 0)) return []
    const { count, says, since, source, kept } = reports
    const evidence = told?.id ?? ask.id
    const ref = told?.ref ?? nextRef('E', was.evidence)
    const said = { source, kind: 'report' as const, ...kept, ...(since && { from: since }) }
    return [happened('EvidenceAdded', { evidence, ref, ...said, reports: { count, says } })]
  },
)

/** What comes meanwhile is told together, then. */
export const reportReactions: Reactions = {
  EvidenceAdded: (entry, is) => {
    const told = entry.data.reports && evidenceOfReports(is)
    if (!told) return []
    return [
      {
        kind: 'ask',
        key: `tell-reports:${entry.seq}`,
        dueAt: nextTellingAt(told),
        body: { command: 'tell-reports', body: {} },
      },
    ]
  },
}
