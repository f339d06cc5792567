import type { AlertSaid } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Wanted } from '../../runbook/match.ts'

const where = /^(instance|host|hostname|node|pod|container|ip|address|endpoint|uid|severity|job|prometheus|replica)$/i

/** An incident, or an alert on its own. */
export interface Burning extends Pick<Incident, 'title' | 'service' | 'signature'> {
  alerts: Pick<AlertSaid, 'title' | 'signature' | 'labels' | 'annotations'>[]
}

/** What the incident's first alert, or the person who declared it, gives to look for. Where it burns is not what burns: hosts stay out. */
export function wantedOf(is: Burning): Wanted {
  const alert = is.alerts[0]
  const { labels = {}, annotations = {} } = alert ?? {}
  const named = Object.entries(labels).filter(([name]) => !where.test(name))
  const said = ['summary', 'description', 'message'].map(name => annotations[name] ?? '')
  return {
    signature: alert?.signature ?? is.signature,
    alertName: labels['alertname'] ?? alert?.title,
    runbookUrl: annotations['runbook_url'],
    service: is.service,
    text: [is.title, ...said, ...named.map(([, value]) => value)].join(' ').slice(0, 4_000),
  }
}

/** The newest things people saw, each a question of its own: their words would drown the alert's. */
export function evidenceTexts(is: Incident): string[] {
  const seen = is.evidence.filter(one => one.kind !== 'alert' && one.excerpt.trim() !== '')
  return seen.slice(-3).map(one => one.excerpt.slice(0, 300))
}
