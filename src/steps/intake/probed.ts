import type { Alert } from '../../alert/alert.ts'
import type { Probe, Seen } from '../../alert/probe.ts'
import { howLong } from '../../incident/how-long.ts'

/** The alert of a probe that fails; the same one each time, so that a good look resolves it. */
export function downAlert(id: string, { slug, title, service, severity, everyMs }: Probe, { says, at }: Seen): Alert {
  return {
    fingerprint: `probe:${id}`,
    status: 'firing',
    name: `Failing probe ${slug}`,
    title: `${title} fails: ${says}`.slice(0, 500).toWellFormed(),
    severity,
    service,
    labels: { probe: slug },
    annotations: { summary: says, looked: `Every ${howLong(everyMs)}, from where Fireline runs.` },
    startedAt: at,
  }
}

/** Nobody is woken for it: there are days left. */
export function endingAlert(id: string, { slug, title, service }: Probe, { certificateEndsAt = '', at }: Seen): Alert {
  const left = howLong(Date.parse(certificateEndsAt) - Date.parse(at))
  return {
    fingerprint: `probe:${id}:certificate`,
    status: 'firing',
    name: `Ending certificate ${slug}`,
    title: `The certificate of ${title} ends soon`,
    severity: 'warning',
    service,
    labels: { probe: slug },
    annotations: { summary: `It ends ${certificateEndsAt.slice(0, 16).replace('T', ' ')} UTC, in ${left}.` },
    startedAt: at,
  }
}

export const overAt = (alert: Alert, startedAt: string, endedAt: string): Alert => ({
  ...alert,
  status: 'resolved',
  startedAt,
  endedAt,
})
