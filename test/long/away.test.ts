import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AlertShown } from '../../src/store/alerts.ts'
import { adminToken, callerOf, until } from '../harness.ts'
import { childEnv, logIn, passableFolder, serve } from '../killed/server.ts'
import { freePort, startAlertmanager } from '../real-alertmanager.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('prometheus-alertmanager')
const awayMs = 60_000

const config = (url: string, hook: string, routingKey: string) => `
route: { receiver: nobody, group_wait: 0s, group_interval: 1s, repeat_interval: 4h, routes: [
  { receiver: hooked, continue: true, matchers: ['alertname="Burning"'] },
  { receiver: paged, matchers: ['alertname="Burning"'] } ] }
receivers:
  - { name: nobody }
  - { name: hooked, webhook_configs: [{ url: '${hook}' }] }
  - { name: paged, pagerduty_configs: [{ routing_key: ${routingKey}, url: '${url}/v2/enqueue', severity: critical }] }
`

test.skipIf(!program)(
  'Fireline is killed while Alertmanager delivers, and back after a minute: each alert is there, once',
  async () => {
    const dataDir = passableFolder('away')
    const port = await freePort()
    const env = childEnv(dataDir, { FIRELINE_PORT: String(port), FIRELINE_ADMIN_TOKEN: adminToken })
    let server = serve(env, logIn(dataDir))
    const admin = callerOf(await server.ready, adminToken, '')
    const made: { id: string; key: string; url: string }[] = []
    for (const slug of ['hooked', 'paged']) {
      await admin.put(`/api/v1/services/${slug}`, { name: slug })
      const asked = { service: slug, kind: slug === 'paged' ? 'pagerduty' : 'alertmanager', name: slug }
      made.push((await admin.post<(typeof made)[number]>('/api/v1/integrations', asked)).body)
    }
    const [hooked, paged] = made
    const url = `http://127.0.0.1:${port}`
    const alertmanager = await startAlertmanager(program ?? '', config(url, hooked?.url ?? '', paged?.key ?? ''))
    try {
      const alert = { labels: { alertname: 'Burning', severity: 'critical' }, endsAt: new Date(Date.now() + 600_000) }
      const told = fetch(`${alertmanager.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([alert]),
      })
      await server.end('SIGKILL')
      expect((await told).status).toBe(200)
      const back = performance.now() + awayMs
      await until(() => performance.now() > back, 'a minute to pass', awayMs * 2)
      server = serve(env, logIn(dataDir))
      await server.ready
      for (const { id } of made) {
        const alerts = async () =>
          (await admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${id}`)).body.alerts
        const [there] = await until(async () => (await alerts()).length > 0 && alerts(), 'the alert to arrive', 90_000)
        expect(await alerts()).toHaveLength(1)
        expect((await admin.get(`/api/v1/incidents/${there?.incident}`)).body).toMatchObject({ status: 'open' })
      }
      const { incidents } = (await admin.get<{ incidents: object[] }>('/api/v1/incidents?status=open')).body
      expect(incidents).toHaveLength(2)
    } finally {
      await alertmanager.stop()
      await server.end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
)
