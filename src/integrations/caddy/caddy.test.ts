import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { answered, type Caddy, freePort, startCaddy, startWeb, type Web } from '../../../test/proxies.ts'
import { requireProgram } from '../../../test/real-program.ts'
import type { Server as Behind } from '../../steps/change/traffic-driver.ts'
import { caddy } from './caddy.ts'
import { countsFor, stepsBack } from './upstreams.ts'

const program = requireProgram('caddy')
const within = (ms: number) => AbortSignal.timeout(ms)
const behind = (weight: number): Behind => ({
  name: 'web:80',
  address: 'web:80',
  state: 'ready',
  weight,
  requests: 0,
  errors: 0,
})

describe.runIf(program)("a service behind Debian's Caddy", () => {
  let web: Web
  let stand: Web
  let proxy: Caddy
  let reach: Record<string, string>
  let own: string
  let other: string

  beforeAll(async () => {
    ;[web, stand] = [await startWeb('web1'), await startWeb('stand')]
    ;[own, other] = [`127.0.0.1:${web.port}`, `127.0.0.1:${stand.port}`]
    proxy = await startCaddy(program ?? '', [own])
    reach = { admin: proxy.admin, handler: 'shop', server: other }
  })
  afterAll(async () => {
    await proxy?.stop()
    await web?.stop()
    await stand?.stop()
  })

  const visit = async (times: number) => {
    const [a, b] = [web.requests, stand.requests]
    for (let n = 0; n < times; n++) expect(await answered(proxy.url)).toBe(200)
    return { web: web.requests - a, stand: stand.requests - b }
  }
  const stepsFor = async (percent: number) => caddy.dryRun(await caddy.describe(reach), { to: other, percent })

  test('a share is the address that stands more than once in the list; all of it, and back as it was', async () => {
    const before = await caddy.describe(reach)
    expect(before.servers).toMatchObject([
      { name: own, state: 'ready', weight: 1 },
      { name: other, state: 'drain', weight: 0 },
    ])
    expect(await visit(20)).toEqual({ web: 20, stand: 0 })
    expect(await caddy.prove(reach, other, 3, within(5_000))).toMatchObject({ ok: true, passes: 3 })
    const canary = await caddy.share(reach, await stepsFor(5), within(5_000))
    expect({ ...canary, share: Math.round(canary.share) }).toMatchObject({ share: 5, requests: 0 })
    expect(await caddy.share(reach, await stepsFor(100), within(5_000))).toMatchObject({ share: 100 })
    expect(await visit(20)).toEqual({ web: 0, stand: 20 })
    const token = { before, steps: stepsBack(before, other) }
    expect(await caddy.revert(reach, token, within(5_000))).toMatchObject({ share: 0 })
    expect(await visit(20)).toEqual({ web: 20, stand: 0 })
    expect((await caddy.describe(reach)).digest).toBe(before.digest)
  })

  test('what somebody else changed meanwhile is not written over', async () => {
    const before = await caddy.describe(reach)
    const [mine, theirs] = [await stepsFor(50), await stepsFor(10)]
    await caddy.share(reach, theirs, within(5_000))
    await expect(caddy.share(reach, mine, within(5_000))).rejects.toThrow('Somebody else changed the proxy')
    await caddy.drain(reach, other, within(5_000))
    expect((await caddy.describe(reach)).servers[1]).toMatchObject({ state: 'drain' })
    await caddy.revert(reach, { before, steps: stepsBack(before, other) }, within(5_000))
  })

  test('an address where nobody listens is refused before Caddy hears of it, which would take it', async () => {
    const nobody = `127.0.0.1:${await freePort()}`
    const dead = { ...reach, server: nobody }
    const before = await caddy.describe(dead)
    const steps = caddy.dryRun(before, { to: nobody, percent: 50 })
    await expect(caddy.share(dead, steps, within(5_000))).rejects.toThrow('Nobody answers')
    expect(await caddy.prove(dead, nobody, 2, within(150))).toMatchObject({ ok: false, passes: 0 })
    for (const address of ['127.0.0.1', 'a b:80', '$(id):80', ''])
      await expect(caddy.add(dead, { name: address, address })).rejects.toThrow('no address')
    expect((await caddy.describe(dead)).digest).toBe(before.digest)
  })

  test('nothing but a change of this list is ever sent', async () => {
    const before = await caddy.describe(reach)
    const body = JSON.stringify([{ dial: own }])
    for (const step of [
      { command: 'PATCH /id/other/upstreams', body },
      { command: 'DELETE /config/', body },
      { command: 'PATCH /id/shop/upstreams', body: '[]' },
      { command: 'PATCH /id/shop/upstreams', body: '{' },
    ])
      await expect(caddy.revert(reach, { before, steps: [{ says: '', ...step }] }, within(5_000))).rejects.toThrow(
        'nothing was sent',
      )
    await expect(caddy.describe({ ...reach, handler: 'nope' })).rejects.toThrow('knows no handler')
    await expect(caddy.describe({ ...reach, handler: '../config' })).rejects.toThrow('no "@id"')
    await expect(caddy.describe({ ...reach, admin: 'file:///etc/passwd' })).rejects.toThrow('an http:// URL')
  })
})

describe('an admin API that is not as it should be', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  test.each<[string, number, string, string]>([
    ['no JSON', 200, 'hello', 'no list of upstreams'],
    ['not a list', 200, '{"dial":"a:1"}', 'no list of upstreams'],
    ['no addresses', 200, '[null, 4]', 'no list of upstreams'],
    ['an error', 500, 'boom', 'knows no handler'],
    ['a flood', 200, 'x'.repeat(4_100_000), 'more than it can have to say'],
  ])('%s: said in words', async (_, status, text, words) => {
    server = createServer((__, answer) => answer.writeHead(status, { etag: '"x"' }).end(text))
    await new Promise<void>(resolve => void server?.listen(0, '127.0.0.1', resolve))
    const admin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await expect(caddy.describe({ admin, handler: 'shop' })).rejects.toThrow(words)
  })
})

test('of any list, the entries give a share within a point and a half, with a hundred of them at most', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 98 }), weights, (percent, of) => {
      const { own, their } = countsFor(percent, of.map(behind))
      const all = own + their.reduce((a, b) => a + b, 0)
      if (percent > 50 && (100 - percent) * 2 < of.length * 3) return
      expect(Math.abs((100 * own) / all - percent)).toBeLessThanOrEqual(1.5)
    }),
  )
})
