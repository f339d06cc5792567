import type { Alert } from '../../alert/alert.ts'
import { fingerprintOf } from '../../alert/fingerprint.ts'
import { isFields, reading, unreadable } from '../../alert/reading.ts'
import type { Problem, Received, Report } from '../../alert/report.ts'
import { alertTold, identityOf, isOver, labelsSaid, linkSaid, momentSaid, said } from '../../alert/said.ts'
import { alertSeverity } from '../../alert/severity.ts'

/** What the expressions of a mapping gave, as alerts; or which of them gave nothing that can be used. */
export function readMapped(given: readonly unknown[], received: Pick<Received, 'at'>): Report | Problem {
  return reading(() => ({ alerts: given.map(one => mapped(isFields(one) ? one : {}, received)) }))
}

const over = ['ok', 'up', 'resolved', 'resolve', 'closed', 'recovered', 'cleared', 'clear', 'normal', 'true']

function mapped(given: object, received: Pick<Received, 'at'>): Alert {
  const title = said(given, 'title') ?? unreadable(['title'], 'The expression for the title gave no text.')
  const service = said(given, 'service')
  const identity = said(given, 'fingerprint')
  return alertTold(
    {
      fingerprint: identity === undefined ? fingerprintOf({ title, service: service ?? '' }) : identityOf(identity),
      over: isOver(said(given, 'status'), ...over),
      title,
      severity: alertSeverity(said(given, 'severity')),
      service,
      labels: labelsSaid({ service }),
      startedAt: momentSaid(given, 'startedAt'),
      endedAt: momentSaid(given, 'endedAt'),
      link: linkSaid(given, 'link'),
    },
    received,
  )
}
