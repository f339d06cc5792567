import { generateKeyPairSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { until } from '../../test/harness.ts'
import { type HostWish, toHost } from '../api/host-protocol.ts'
import { type HostLine, lineOfHost } from './host-link.ts'

const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
const agent = '01999999-0000-7000-8000-000000000000'
let server: WebSocketServer | undefined
let line: HostLine | undefined
afterEach(() => {
  line?.close()
  server?.close()
})

/** An agent at a server that says whatever it likes; what the agent did, said and sent. */
async function at(says: (socket: WebSocket) => void) {
  const here = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server = here
  const seen = {
    did: [] as HostWish[],
    said: [] as string[],
    sent: [] as { type: string }[],
    closed: [] as number[],
    shownOut: 0,
  }
  here.on('connection', socket => {
    socket.on('message', (data: Buffer) => seen.sent.push(JSON.parse(data.toString()) as { type: string }))
    socket.on('close', code => seen.closed.push(code))
    socket.on('error', () => {})
    socket.once('message', () => says(socket))
  })
  await until(() => here.address(), 'a port')
  const { port } = here.address() as AddressInfo
  line = lineOfHost({
    enrolled: { url: `http://127.0.0.1:${port}`, agent, host: 'db-1', key },
    hello: () => ({ agent, host: 'db-1', level: 2, version: 't', checks: [], shell: false }),
    async answer(wish) {
      seen.did.push(wish)
      return { type: 'did', wish: wish.wish, shown: '', ms: 0 }
    },
    say: text => seen.said.push(text),
    shownOut: () => void seen.shownOut++,
  })
  return seen
}

const wish = { wish: agent, type: 'run-check', check: 'disk' }

it('a wish that says more than a name is none', () => {
  const frames: unknown[] = [
    { type: 'run' },
    { ...wish, command: 'id' },
    { ...wish, check: '' },
    { ...wish, check: 7 },
    { ...wish, wish: '../../x' },
    { type: 'look', wish: agent, path: '/etc/shadow' },
    { type: 'look', wish: agent, log: 'shop', from: 'yesterday', to: 'now' },
    { type: 'challenge', nonce: 'fireline-step\nid' },
    { type: 'challenge', nonce: 'x'.repeat(44) },
    [wish],
    null,
  ]
  expect(frames.filter(frame => toHost.safeParse(frame).success)).toEqual([])
  expect(toHost.safeParse(wish).success).toBe(true)
})

it('what is no frame ends the line, and nothing is done for it', async () => {
  const seen = await at(socket => {
    socket.send(JSON.stringify({ ...wish, command: 'id' }))
    socket.send(JSON.stringify(wish))
  })
  await until(() => seen.closed.includes(1008), 'the line to end')
  expect(seen.did).toEqual([])
  expect(seen.sent.map(frame => frame.type)).toEqual(['hello'])
})

it('a frame as long as a file ends the line', async () => {
  const seen = await at(socket => socket.send(JSON.stringify({ ...wish, check: 'x'.repeat(2_000_000) })))
  await until(() => seen.closed.length > 0, 'the line to end')
  expect(seen.did).toEqual([])
})

it('what a server says is one line of plain words on the host’s terminal', async () => {
  const seen = await at(socket =>
    socket.send(JSON.stringify({ type: 'refused', code: 'x', message: 'a\u001b]0;title\u0007\nb' })),
  )
  await until(() => seen.said.length > 0, 'words')
  expect(seen.said).toEqual(['a ]0;title  b'])
})

it('an agent that is known no more does not dial again', async () => {
  const seen = await at(socket => socket.close(1008, 'revoked'))
  await until(() => seen.shownOut === 1, 'the end')
  expect(server?.clients.size).toBe(0)
})
