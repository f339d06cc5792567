import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:https'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlertShown } from '../../src/store/alerts.ts'
import { startWorld, until, type World } from '../harness.ts'
import { type OwnCertificate, ownCertificate } from '../own-certificate.ts'
import { requireProgram } from '../real-program.ts'

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

/** PagerDuty's own client in a process of its own, as a sender has it: each line is a status it heard, or what `script` says. */
function client(script: string) {
  const program = `
    import { subscribe } from 'node:diagnostics_channel'
    import { acknowledge, change, resolve, trigger } from '@pagerduty/pdjs'
    subscribe('http.client.response.finish', ({ response }) => console.log(response.statusCode))
    const server = ${JSON.stringify(new URL(world.url).host)}
    const routing_key = ${JSON.stringify(key.key)}
    const say = answer => console.log(JSON.stringify(answer.data))
    ${script}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
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
    const { lines, ended } = client(`
    const payload = { summary: 'disk full', source: 'db-1', severity: 'critical' }
    say(await trigger({ server, data: { routing_key, dedup_key: 'disk', payload } }))
    say(await trigger({ server, data: { routing_key, dedup_key: 'disk', payload } }))
    say(await acknowledge({ server, data: { routing_key, dedup_key: 'disk' } }))
    say(await resolve({ server, data: { routing_key, dedup_key: 'disk' } }))
    say(await change({ server, data: { routing_key, payload: { summary: 'deployed 1.2' } } }))
    say(await trigger({ server, data: { routing_key, payload: { ...payload, severity: 'bad' } } }))`)
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
    const disk = await alert('disk')
    expect(disk).toMatchObject({ status: 'resolved', count: 3, title: 'disk full' })
    expect((await world.admin.get(`/api/v1/incidents/${disk?.incident}`)).body).toMatchObject({ status: 'resolved' })
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
  const { lines, ended } = client(`
    const payload = { summary: 'late', source: 'db-1', severity: 'error' }
    say(await trigger({ server, retryTimeout: 500, data: { routing_key, dedup_key: 'late', payload } }))`)
  await until(() => lines.includes('429'), 'the client to be told so')
  letGo()
  await ended
  expect(lines.at(-1)).toContain('"dedup_key":"late"')
  expect(await alert('late')).toMatchObject({ status: 'firing' })
  expect(world.errors).toEqual([])
})
