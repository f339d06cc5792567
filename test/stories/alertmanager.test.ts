import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprintOf } from '../../src/alert/fingerprint.ts'
import type { AlertShown } from '../../src/store/alerts.ts'
import { startWorld, until, type World } from '../harness.ts'
import { type RealProgram, startAlertmanager } from '../real-alertmanager.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('prometheus-alertmanager')

let world: World
let alertmanager: RealProgram
const keys: Record<string, { id: string; key: string; url: string }> = {}

beforeAll(async () => {
  if (!program) return
  world = await startWorld()
  for (const [slug, kind] of [
    ['hooked', 'alertmanager'],
    ['paged', 'pagerduty'],
    ['genie', 'opsgenie'],
  ] as const) {
    await world.admin.put(`/api/v1/services/${slug}`, { name: slug })
    keys[slug] = (
      await world.admin.post<(typeof keys)[string]>('/api/v1/integrations', { service: slug, kind, name: slug })
    ).body
  }
  alertmanager = await startAlertmanager(program, JSON.stringify(config()))
})
afterAll(async () => {
  await alertmanager?.stop()
  await world?.stop()
})

const alertsOf = async (slug: string) =>
  (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${keys[slug]?.id}`)).body.alerts

async function tell(labels: Record<string, string>, endsAt?: string) {
  const alert = {
    labels,
    annotations: { summary: 'it burns' },
    startsAt: new Date(Date.now() - 60_000).toISOString(),
    endsAt,
  }
  const response = await fetch(`${alertmanager.url}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([alert]),
  })
  expect(response.status).toBe(200)
}

test.skipIf(!program).each(['hooked', 'paged', 'genie'])(
  'a real Alertmanager fires through its receiver %s, is restarted and fires again: one incident, which ends when it recovers',
  async slug => {
    const labels = { alertname: 'Burning', to: slug, severity: 'critical', instance: 'web-1:80', 'a-ö': 'ü' }
    const plain = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'a-ö'))
    await tell(plain)
    const alert = await until(async () => (await alertsOf(slug))[0], 'the alert to arrive')
    expect(alert).toMatchObject({ status: 'firing', service: slug, severity: 'critical', signature: `${slug}/Burning` })
    const incident = async () =>
      (await world.admin.get<{ status: string; resolvedHow?: string }>(`/api/v1/incidents/${alert.incident}`)).body
    expect((await incident()).status).toBe('open')
    await alertmanager.restart()
    await tell(plain)
    await until(async () => ((await alertsOf(slug))[0]?.count ?? 0) > 1, 'the alert to be told again')
    expect(await alertsOf(slug)).toMatchObject([{ id: alert.id, incident: alert.incident }])
    await tell(plain, new Date().toISOString())
    await until(async () => (await incident()).status === 'resolved', 'the incident to end')
    expect(await incident()).toMatchObject({ resolvedHow: 'recovered' })
    expect((await alertsOf(slug))[0]).toMatchObject({ status: 'resolved' })
    expect(world.errors).toEqual([])
  },
)

test.skipIf(!program)("our fingerprints are the real Alertmanager's", async () => {
  const labels = { alertname: 'Known', to: 'nobody', b: '2', a: 'ü ß 火', z: '' }
  await tell(labels)
  const seen = (await (await fetch(`${alertmanager.url}/api/v2/alerts?filter=alertname=Known`)).json()) as {
    fingerprint: string
  }[]
  expect(seen.map(alert => alert.fingerprint)).toEqual([fingerprintOf(labels)])
})

function config(): unknown {
  const route = (slug: string) => ({ receiver: slug, matchers: [`to="${slug}"`] })
  const quick = { group_wait: '0s', group_interval: '1s', repeat_interval: '1h' }
  return {
    route: {
      receiver: 'nobody',
      group_by: ['alertname', 'to'],
      ...quick,
      routes: ['hooked', 'paged', 'genie'].map(route),
    },
    receivers: [
      { name: 'nobody' },
      { name: 'hooked', webhook_configs: [{ url: keys['hooked']?.url, send_resolved: true }] },
      {
        name: 'paged',
        pagerduty_configs: [
          {
            routing_key: keys['paged']?.key,
            url: `${world.url}/v2/enqueue`,
            severity: '{{ .CommonLabels.severity }}',
            send_resolved: true,
          },
        ],
      },
      {
        name: 'genie',
        opsgenie_configs: [{ api_url: `${world.url}/`, api_key: keys['genie']?.key, send_resolved: true }],
      },
    ],
  }
}
