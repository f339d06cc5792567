import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fingerprintOf } from '../../src/alert/fingerprint.ts'
import type { AlertShown } from '../../src/store/alerts.ts'
import { startWorld, until, type World } from '../harness.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('prometheus-alertmanager')

let world: World
let alertmanager: { url: string; stop(): Promise<void> }
const keys: Record<string, { id: string; key: string; url: string }> = {}

beforeAll(async () => {
  if (!program) return
  world = await startWorld()
  for (const [slug, kind] of [
    ['hooked', 'alertmanager'],
    ['paged', 'pagerduty'],
  ] as const) {
    await world.admin.put(`/api/v1/services/${slug}`, { name: slug })
    keys[slug] = (
      await world.admin.post<(typeof keys)[string]>('/api/v1/integrations', { service: slug, kind, name: slug })
    ).body
  }
  alertmanager = await startAlertmanager(program)
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

test.skipIf(!program).each(['hooked', 'paged'])(
  'a real Alertmanager fires through its receiver %s: an incident opens, and ends when it recovers',
  async slug => {
    const labels = { alertname: 'Burning', to: slug, severity: 'critical', instance: 'web-1:80', 'a-ö': 'ü' }
    const plain = Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'a-ö'))
    await tell(plain)
    const alert = await until(async () => (await alertsOf(slug))[0], 'the alert to arrive')
    expect(alert).toMatchObject({ status: 'firing', service: slug, severity: 'critical', signature: `${slug}/Burning` })
    const incident = async () =>
      (await world.admin.get<{ status: string; resolvedHow?: string }>(`/api/v1/incidents/${alert.incident}`)).body
    expect((await incident()).status).toBe('open')
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

/** Debian's Alertmanager with both receivers, quick to group, alone. */
async function startAlertmanager(path: string): Promise<typeof alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-alertmanager-'))
  const port = await freePort()
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config()))
  const storage = [`--config.file=${join(folder, 'config.json')}`, `--storage.path=${join(folder, 'data')}`]
  const listen = [`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error']
  const child = spawn(path, [...storage, ...listen], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await until(
    () =>
      fetch(`${url}/-/ready`).then(
        r => r.ok,
        () => false,
      ),
    'Alertmanager to be ready',
  )
  return {
    url,
    async stop() {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function config(): unknown {
  const route = (slug: string) => ({ receiver: slug, matchers: [`to="${slug}"`] })
  const quick = { group_wait: '0s', group_interval: '1s', repeat_interval: '1h' }
  return {
    route: { receiver: 'nobody', group_by: ['alertname', 'to'], ...quick, routes: [route('hooked'), route('paged')] },
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
    ],
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
