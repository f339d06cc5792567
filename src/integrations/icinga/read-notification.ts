import type { Alert, Label } from '../../alert/alert.ts'
import { fieldsOf, reading } from '../../alert/reading.ts'
import type { Received, Report } from '../../alert/report.ts'
import {
  alertTold,
  identityOf,
  isOver,
  linkSaid,
  momentSaid,
  needed,
  notesOf,
  said,
  severityBy,
} from '../../alert/said.ts'
import type { Sender } from '../../alert/sender.ts'

/** Icinga and Nagios say the same words in a form of ours: `{monitor, type, host, service, state, output, at, link}`. */
export function readOf(monitor: 'icinga' | 'nagios'): Pick<Sender, 'recognises' | 'read'> {
  return {
    recognises: body => said(body, 'monitor') === monitor,
    read: (body, received) => reading(() => notification(fieldsOf(body, []), received)),
  }
}

const severityOf = severityBy({ down: 'critical', unreachable: 'error', unknown: 'error' })

/** A problem, its recovery, or somebody's acknowledgement; downtimes and flapping need nobody. */
function notification(body: object, received: Received): Report {
  const type = needed(body, 'type')
  const [host, service] = [needed(body, 'host'), said(body, 'service')]
  const fingerprint = service === undefined ? identityOf(host) : identityOf(host, service)
  if (isOver(type, 'acknowledgement')) return { alerts: [], acknowledged: [fingerprint] }
  if (!isOver(type, 'problem', 'recovery', 'custom')) return { alerts: [] }
  return { alerts: [alertOf(body, fingerprint, received)] }
}

function alertOf(body: object, fingerprint: string, received: Received): Alert {
  const [host, service, state] = [needed(body, 'host'), said(body, 'service'), needed(body, 'state')]
  const over = isOver(state, 'ok', 'up')
  const at = momentSaid(body, 'at')
  const labels: Label = { host, ...(service !== undefined && { check: service }) }
  return alertTold(
    {
      fingerprint,
      over,
      name: service ?? 'Host check',
      title: service === undefined ? host : `${service} on ${host}`,
      severity: over ? 'error' : severityOf(state),
      labels,
      annotations: notesOf({ description: said(body, 'output') }),
      startedAt: over ? undefined : at,
      endedAt: at,
      link: linkSaid(body, 'link'),
    },
    received,
  )
}
