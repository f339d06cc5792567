import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:https'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlertShown } from '../../src/store/alerts.ts'
import type { Job, Sending } from '../fixtures/pagerduty-client.ts'
import { startWorld, until, type World } from '../harness.ts'
import { type OwnCertificate, ownCertificate } from '../own-certificate.ts'
import { requireProgram } from '../real-program.ts'

const program = join(import.meta.dirname, '../fixtures/pagerduty-client.ts')

const openssl = requireProgram('openssl')

let world: World
let certificate: OwnCertificate
let key: { id: string; key: string; url: string }

beforeAll(async () => {
  if (!openssl) return
  certificate = ownCertificate(openssl)
  world = await startWorld({ FIRELINE_TLS_CERT: certificate.cert, FIRELINE_TLS_KEY: certificate.key })
  const asked = { service: 'default', kind: 'pagerduty', name: 'pager' }
  key = (await world.admin.post<typeof key>('/api/v1/integrations', asked)).body
})
afterAll(async () => {
  await world?.stop()
  certificate?.remove()
})

/** PagerDuty's own client: the lines that it says, and its end. */
function client(...sendings: Sending[]) {
  const job: Job = { server: new URL(world.url).host, routingKey: key.key, sendings }
  const child = spawn(process.execPath, [program, JSON.stringify(job)], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate.cert },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  createInterface(child.stdout).on('line', line => lines.push(line))
  return { lines, ended: once(child, 'close') }
}

const alert = async (fingerprint: string) =>
  (await world.admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?integration=${key.id}`)).body.alerts.find(
    one => one.fingerprint === fingerprint,
  )

test.skipIf(!openssl)(
  'the npm client of PagerDuty, which insists on https, triggers, acknowledges, resolves and tells a change',
  async () => {
    expect(world.url).toMatch(/^https:/)
    const payload = { summary: 'disk full', source: 'db-1', severity: 'critical' }
    const disk = { dedup_key: 'disk' }
    const { lines, ended } = client(
      { does: 'trigger', data: { ...disk, payload } },
      { does: 'trigger', data: { ...disk, payload } },
      { does: 'acknowledge', data: disk },
      { does: 'resolve', data: disk },
      { does: 'change', data: { payload: { summary: 'deployed 1.2' } } },
      { does: 'trigger', data: { payload: { ...payload, severity: 'bad' } } },
    )
    await ended
    const taken = '{"status":"success","message":"Event processed","dedup_key":"disk"}'
    const four = [1, 2, 3, 4].flatMap(() => ['202', taken])
    expect(lines.slice(0, 11)).toEqual([
      ...four,
      '202',
      '{"status":"success","message":"Change event processed"}',
      '400',
    ])
    expect(JSON.parse(lines[11] ?? '')).toMatchObject({
      status: 'invalid event',
      errors: [expect.stringMatching(/^'payload.severity': /) as string],
    })
    const alerted = await alert('disk')
    expect(alerted).toMatchObject({ status: 'resolved', count: 3, title: 'disk full' })
    expect((await world.admin.get(`/api/v1/incidents/${alerted?.incident}`)).body).toMatchObject({ status: 'resolved' })
    expect((await world.admin.get<{ changes: object[] }>('/api/v1/changes')).body.changes).toMatchObject([
      { summary: 'deployed 1.2' },
    ])
  },
)

/** Bodies that arrive and do not end, until the key holds all that one key may hold. */
async function holdUp(): Promise<() => void> {
  const half = Buffer.alloc(500 * 1024, ' ')
  const held = Array.from({ length: 34 }, () => {
    const sending = request(key.url, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } })
    sending.on('error', () => {}).write(half)
    return sending
  })
  const event = { routing_key: key.key, event_action: 'resolve', dedup_key: 'nothing' }
  await until(async () => (await world.admin.post('/v2/enqueue', event)).status === 429, 'the key to be held up')
  return () => held.forEach(sending => sending.destroy())
}

test.skipIf(!openssl)('told to come later, that client comes later, and its event is kept', async () => {
  const letGo = await holdUp()
  const first = { service_key: key.key, event_type: 'trigger', description: 'late' }
  const old = await world.admin.post('/generic/2010-04-15/create_event.json', first)
  expect([old.status, old.headers.get('retry-after')], 'senders of the first API know no 429').toEqual([403, '1'])
  const payload = { summary: 'late', source: 'db-1', severity: 'error' }
  const { lines, ended } = client({ does: 'trigger', data: { dedup_key: 'late', payload } })
  await until(() => lines.includes('429'), 'the client to be told so')
  letGo()
  await ended
  expect(lines.at(-1)).toContain('"dedup_key":"late"')
  expect(await alert('late')).toMatchObject({ status: 'firing' })
  expect(world.errors).toEqual([])
})
