import { once } from 'node:events'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { selfSigned } from '../../../test/certificate.ts'
import { startDns } from '../../../test/fakes/dns.ts'
import { type Caller, startWorld, until, type World } from '../../../test/harness.ts'
import { requireProgram } from '../../../test/real-program.ts'
import type { Seen } from '../../alert/probe.ts'
import type { AlertShown } from '../../store/alerts.ts'

let world: World
let admin: Caller
const servers: Server[] = []
beforeAll(async () => {
  world = await startWorld({ FIRELINE_ALLOW_PRIVATE: '127.0.0.1,localhost' })
  admin = world.admin
  await admin.put('/api/v1/services/shop', { name: 'Shop' })
})
afterAll(async () => {
  await world.stop()
  for (const server of servers) server.close()
})

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

interface Shown {
  state: string
  last?: Seen
  looks: Seen[]
  certificateEndsAt?: string
}
const probe = async (slug: string) => (await admin.get<Shown>(`/api/v1/probes/${slug}`)).body
const put = (slug: string, body: object) => admin.put<Shown>(`/api/v1/probes/${slug}`, { service: 'shop', ...body })

/** Lets it be looked at so many more times. */
async function looks(slug: string, times: number): Promise<Shown> {
  for (let n = 0; n < times; n++) {
    const before = (await probe(slug)).looks.at(-1)?.at
    world.advance(70_000)
    await until(async () => (await probe(slug)).looks.at(-1)?.at !== before, `another look at ${slug}`)
  }
  return probe(slug)
}

const firstLook = (slug: string) =>
  until(async () => ((await probe(slug)).last ? probe(slug) : undefined), 'a first look')

async function alertOf(slug: string, status: string): Promise<AlertShown> {
  return until(async () => {
    const { body } = await admin.get<{ alerts: AlertShown[] }>(`/api/v1/alerts?status=${status}`)
    return body.alerts.find(alert => alert.labels['probe'] === slug)
  }, `an alert of ${slug} that is ${status}`)
}

it('a page that fails twice of three looks is an alert, and two good looks end it', async () => {
  let answer: RequestListener = (_, response) => void response.end('all is well')
  const port = await listening(createHttp((request, response) => answer(request, response)))
  const url = `http://127.0.0.1:${port}/health`
  expect((await put('window', { kind: 'http', url, text: 'is well', title: 'The shop window' })).body.state).toBe(
    'waiting',
  )
  expect(await firstLook('window')).toMatchObject({ state: 'up', last: { isWell: true, says: '200' } })
  answer = (_, response) => void response.writeHead(503).end()
  expect((await looks('window', 1)).state).toBe('up')
  answer = (_, response) => void response.end('out of order')
  expect((await looks('window', 1)).state).toBe('down')
  const alert = await alertOf('window', 'firing')
  expect(alert).toMatchObject({
    title: 'The shop window fails: 200, but it does not say "is well"',
    service: 'shop',
    severity: 'error',
  })
  expect(alert.incident).toBeTruthy()
  answer = (_, response) => void response.end('it is well again')
  expect((await looks('window', 1)).state).toBe('down')
  expect((await looks('window', 1)).state).toBe('up')
  expect(await alertOf('window', 'resolved')).toMatchObject({ id: alert.id })
})

it.skipIf(!requireProgram('openssl'))(
  'a certificate is trusted only when it may be, and said to end in time',
  async () => {
    const { key, cert } = selfSigned(5)
    const port = await listening(createHttps({ key, cert }, (_, response) => void response.end('ok')))
    const url = `https://localhost:${port}/`
    await put('strange', { kind: 'http', url, failures: 1, of: 1 })
    expect(await firstLook('strange')).toMatchObject({
      state: 'down',
      last: { says: expect.stringMatching(/self-signed/) as string },
    })
    await put('sealed', { kind: 'http', url, ca: cert })
    const { state, certificateEndsAt = '' } = await firstLook('sealed')
    expect(state).toBe('up')
    expect(Math.round((Date.parse(certificateEndsAt) - Date.now()) / 86_400_000)).toBe(5)
    expect(await alertOf('sealed', 'firing')).toMatchObject({
      title: 'The certificate of sealed ends soon',
      severity: 'warning',
    })
    expect((await admin.delete('/api/v1/probes/sealed')).status).toBe(200)
    await alertOf('sealed', 'resolved')
  },
)

it('a port takes connections or not, and a name is known or not', async () => {
  const port = await listening(createTcp(socket => socket.end()))
  await put('port', { kind: 'tcp', host: 'localhost', port, failures: 1, of: 1 })
  expect((await firstLook('port')).last).toMatchObject({ isWell: true, says: 'connected' })
  servers.pop()?.close()
  expect(await looks('port', 1)).toMatchObject({
    state: 'down',
    last: { says: expect.stringContaining('ECONNREFUSED') as string },
  })
  const names = new Map([['shop.example.org', '192.0.2.7']])
  const dns = await startDns(names)
  await put('name', {
    kind: 'dns',
    name: 'shop.example.org',
    server: dns.server,
    answer: '192.0.2.7',
    failures: 1,
    of: 1,
  })
  expect((await firstLook('name')).last).toMatchObject({ isWell: true, says: '192.0.2.7' })
  names.set('shop.example.org', '192.0.2.8')
  expect((await looks('name', 1)).last).toMatchObject({ isWell: false, says: '192.0.2.8 instead of 192.0.2.7' })
  names.clear()
  expect((await looks('name', 1)).last?.says).toMatch(/ENOTFOUND/)
  await dns.stop()
})

it('what does not answer in time fails in time, and one node looks at a time', async () => {
  let asked = 0
  const port = await listening(createHttp(() => void (asked += 1)))
  await put('slow', { kind: 'http', url: `http://127.0.0.1:${port}/`, timeoutMs: 300 })
  await Promise.all([until(() => asked === 1, 'a look'), firstLook('slow')])
  expect((await probe('slow')).last).toMatchObject({ isWell: false, says: 'no answer within 0.3 s' })
  expect(asked).toBe(1)
})

it('addresses of our own network are not looked at, and nonsense is refused by its field', async () => {
  const wrong = async (body: object, slug = 'x') =>
    ((await put(slug, body)).body as unknown as { error: { path: string; message: string } }).error
  expect(await wrong({ kind: 'http', url: 'http://169.254.169.254/latest' })).toMatchObject({
    path: 'url',
    message: expect.stringContaining('FIRELINE_ALLOW_PRIVATE') as string,
  })
  expect(await wrong({ kind: 'tcp', host: '10.0.0.1', port: 22 })).toMatchObject({ path: 'host' })
  expect(await wrong({ kind: 'dns', name: 'a.example', server: '10.0.0.1:53' })).toMatchObject({ path: 'server' })
  expect(await wrong({ kind: 'http', url: 'file:///etc/passwd' })).toMatchObject({ path: 'url' })
  expect(await wrong({ kind: 'http', url: 'http://a:b@example.org' })).toMatchObject({ path: 'url' })
  expect(await wrong({ kind: 'tcp', host: 'example.org', port: 22, failures: 3, of: 2 })).toMatchObject({
    path: 'failures',
  })
  expect(await wrong({ kind: 'tcp', host: 'example.org', port: 22, service: 'nobody' })).toMatchObject({
    path: 'service',
  })
  expect(await wrong({ kind: 'tcp', host: 'example.org', port: 22 }, 'No Slug')).toMatchObject({ path: 'slug' })
  expect(await wrong({ kind: 'gopher' })).toMatchObject({ path: 'kind' })
  expect(world.errors).toEqual([])
})
