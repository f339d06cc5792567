import { expect } from 'vitest'
import type { AlertShown } from '../src/store/alerts.ts'
import { until, type World } from './harness.ts'

/** A key of a service, as a monitoring source has it. */
export interface Sending {
  id: string
  key: string
  /** Sends these alerts in one body of Alertmanager's webhook; answers what became of each. */
  send(...alerts: object[]): Promise<Sent[]>
  alerts(): Promise<AlertShown[]>
}

export interface Sent {
  alert?: string
  fingerprint: string
  status: string
  incident?: string
  outcome: string
  rule?: string
  why?: string
  silence?: string
  inhibitedBy?: string
}

/** A service and a key for it; the key of `default` takes alerts of every service. */
export async function sendingTo(world: World, slug: string, more: object = {}): Promise<Sending> {
  if (slug !== 'default')
    expect((await world.admin.put(`/api/v1/services/${slug}`, { name: slug, ...more })).status).toBe(200)
  const made = await world.admin.post<{ id: string; key: string }>('/api/v1/integrations', {
    service: slug,
    kind: 'webhook',
    name: `monitoring of ${slug}`,
  })
  const { id, key } = made.body
  return {
    id,
    key,
    async send(...alerts) {
      const response = await fetch(`${world.url}/intake/${key}`, {
        method: 'POST',
        body: JSON.stringify({ version: '4', groupKey: '{}', status: 'firing', alerts }),
        headers: { 'content-type': 'application/json' },
      })
      expect(response.status).toBe(202)
      const { results, receipt } = (await response.json()) as { results: Sent[]; receipt: string }
      return isApplied(results) ? results : finalOf(`${world.url}/intake/${key}/receipts/${receipt}`)
    },
    alerts: async () =>
      (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${id}`)).body.alerts,
  }
}

const isApplied = (results: readonly Sent[]) => results.every(one => one.outcome !== 'accepted')

/** On a busy machine the answer may come first. */
const finalOf = (receipt: string) =>
  until(async () => {
    const { results } = (await (await fetch(receipt)).json()) as { results: Sent[] }
    return isApplied(results) && results
  }, 'it was applied')

/** An alert as Alertmanager tells it; `startsAt` and `endsAt` are RFC 3339. */
export const firing = (labels: Record<string, string>, more: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'Errors', severity: 'critical', ...labels },
  annotations: { summary: `${labels['alertname'] ?? 'Errors'} on ${labels['instance'] ?? 'the shop'}` },
  startsAt: '2026-01-31T02:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  ...more,
})

export const ended = (labels: Record<string, string>, endsAt = '2026-01-31T02:10:00Z', more: object = {}) =>
  firing(labels, { status: 'resolved', endsAt, ...more })
