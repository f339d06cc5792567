import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPrivate } from './may-reach.ts'
import { outbound } from './outbound.ts'

const signal = new AbortController().signal
let asked = 0
const server = createServer((request, response) => {
  asked++
  const answers: Record<string, () => unknown> = {
    '/hang': () => {},
    '/drip': () => response.write('slow'),
    '/cut': () => response.write('{"ok":', () => request.socket.destroy()),
    '/reset': () => request.socket.destroy(),
    '/moved': () => response.writeHead(302, { location: '/inside' }).end(),
    '/echo': () => response.end(`your token is ${request.headers.authorization}`),
    '/bytes': () => request.setEncoding('latin1').on('data', (sent: string) => response.end(sent, 'utf8')),
    '/': () => response.end('x'.repeat(200_000)),
  }
  answers[request.url ?? '/']?.()
})
let url: string
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('the way out', () => {
  it('knows what is inside, in every dress', () => {
    const inside =
      '127.0.0.1 10.1.2.3 172.31.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fd00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:7f00:1::'
    for (const address of inside.split(' ')) expect([address, isPrivate(address)]).toEqual([address, true])
    for (const address of ['1.1.1.1', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])
      expect([address, isPrivate(address)]).toEqual([address, false])
  })

  it('reaches no address inside, by number, by odd number or by name, unless an admin names it', async () => {
    const { port } = new URL(url)
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', 'localhost', '0']) {
      const sent = outbound().send({ url: `http://${host}:${port}/` }, signal)
      await expect(sent, host).rejects.toThrow('not a public address')
    }
    expect(asked).toBe(0)
    for (const allowed of ['127.0.0.1', '127.0.0.0/8'])
      expect((await outbound(allowed).send({ url }, signal)).status).toBe(200)
    expect((await outbound('localhost').send({ url: `http://localhost:${port}/` }, signal)).status).toBe(200)
    await expect(outbound('127.0.0.1').send({ url: 'file:///etc/passwd' }, signal)).rejects.toThrow('only http')
  })

  it('follows no redirect, reads 64 KB at most, and waits no longer than it was told', async () => {
    const out = outbound('127.0.0.1')
    expect((await out.send({ url: `${url}/moved` }, signal)).status).toBe(302)
    expect((await out.send({ url }, signal)).body).toHaveLength(65_536)
    for (const path of ['/hang', '/drip'])
      await expect(out.send({ url: url + path, timeoutMs: 150 }, signal)).rejects.toThrow('no answer in time')
  })

  it('takes a status for an answer where it is enough, whether the rest breaks off or never ends', async () => {
    const out = outbound('127.0.0.1')
    for (const [path, came] of [
      ['/cut', '{"ok":'],
      ['/drip', 'slow'],
    ]) {
      const request = { url: url + path, timeoutMs: 150 }
      await expect(out.send(request, signal), path).rejects.toThrow()
      expect(await out.send({ ...request, statusIsEnough: true }, signal)).toMatchObject({ status: 200, body: came })
    }
    for (const path of ['/hang', '/reset'])
      await expect(out.send({ url: url + path, timeoutMs: 150, statusIsEnough: true }, signal), path).rejects.toThrow()
  })

  it('goes over an open connection where it may, and over a new one when that one broke', async () => {
    const out = outbound('127.0.0.1')
    const ports = new Set<number | undefined>()
    const noted = (request: IncomingMessage) => void ports.add(request.socket.remotePort)
    server.on('request', noted)
    const small = { url: `${url}/bytes`, body: 'x', mayReuse: true } as const
    for (let n = 0; n < 3; n++) expect((await out.send(small, signal)).status).toBe(200)
    expect(ports.size).toBe(1)
    await expect(out.send({ ...small, url: `${url}/reset` }, signal)).rejects.toThrow()
    expect((await out.send(small, signal)).status).toBe(200)
    expect(ports.size).toBe(2)
    await out.send({ ...small, mayReuse: undefined }, signal)
    expect(ports.size).toBe(3)
    server.off('request', noted)
  })

  it('sends bytes as they are', async () => {
    const body = new Uint8Array([0, 0xff, 0x80, 0x41])
    expect((await outbound('127.0.0.1').send({ url: `${url}/bytes`, body }, signal)).body).toBe('\0ÿ\x80A')
  })

  it('never brings a secret back', async () => {
    const request = { url: `${url}/echo`, headers: { authorization: 'Bearer tk_secret' }, redact: ['tk_secret'] }
    expect((await outbound('127.0.0.1').send(request, signal)).body).toBe('your token is Bearer ***')
  })
})
