import type { AlertShown } from '../../store/alerts.ts'

const silentMs = 300_000

/** An alert in the form of Alertmanager's API v2 (`gettableAlert`). */
export function alertmanagerAlert(alert: AlertShown, now: Date): unknown {
  return {
    annotations: alert.annotations,
    endsAt: alert.endedAt ?? new Date(now.getTime() + silentMs).toISOString(),
    fingerprint: alert.fingerprint,
    receivers: [{ name: 'fireline' }],
    startsAt: alert.startedAt,
    status: { inhibitedBy: [], silencedBy: [], state: 'active' },
    updatedAt: now.toISOString(),
    ...(alert.link && { generatorURL: alert.link }),
    labels: alert.labels,
  }
}

/** Alertmanager's `GET status`, as far as its clients ask for it. */
export function alertmanagerStatus(at: string): unknown {
  const version = { version: '0.25.0', revision: 'fireline', branch: '', buildUser: '', buildDate: '', goVersion: '' }
  return { cluster: { status: 'disabled', peers: [] }, versionInfo: version, config: { original: '' }, uptime: at }
}
