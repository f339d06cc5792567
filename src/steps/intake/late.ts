import type { Alert, AlertSeverity } from '../../alert/alert.ts'
import { howLong } from '../../incident/how-long.ts'

/** A heartbeat that stopped, as far as the words need it. */
export interface Late {
  id: string
  /** Only ours have one. */
  slug?: string
  title: string
  service: string
  severity?: AlertSeverity
  lastAt: string
  silentMs: number
}

const fingerprintOf = ({ id }: Pick<Late, 'id'>): string => `heartbeat:${id}`

/** The alert of a heartbeat that is late; the same one each time, so that being heard again resolves it. */
export function lateAlert(late: Late, startedAt: string): Alert {
  const { slug, title, service, severity, lastAt, silentMs } = late
  const summary = `Last heard ${lastAt.slice(0, 16).replace('T', ' ')} UTC. It is never silent for longer than ${howLong(silentMs)}.`
  return {
    fingerprint: fingerprintOf(late),
    status: 'firing',
    name: slug === undefined ? 'Monitoring is silent' : `Late heartbeat ${slug}`,
    title: slug === undefined ? `Your monitoring has stopped talking: ${title}` : `${title} has not been heard from`,
    severity: severity ?? (slug === undefined ? 'critical' : 'error'),
    service,
    labels: { ...(slug !== undefined && { heartbeat: slug }) },
    annotations: { summary },
    startedAt,
  }
}

export const heardAgain = (late: Late, startedAt: string, endedAt: string): Alert => ({
  ...lateAlert(late, startedAt),
  status: 'resolved',
  endedAt,
})
