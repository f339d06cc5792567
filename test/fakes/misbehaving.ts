import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '../certificate.ts'

/** What a receiver can do to whoever sends it something. */
export const faults = [
  'refuses',
  'says no',
  'has trouble',
  'has too much',
  'is too slow to read',
  'hangs',
  'resets',
  'takes it and resets',
  'drips',
  'speaks wrong TLS',
  'sends elsewhere',
  'never stops talking',
] as const

export type Fault = (typeof faults)[number]

export interface Heard {
  fault: Fault | 'nothing'
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface Misbehaving {
  /** Where a receiver lives that always does this; `nothing`: it behaves. */
  at(fault: Fault | 'nothing'): string
  heard: Heard[]
  /** What is here behaves from now on. */
  healed: Set<Fault>
  stop(): Promise<void>
}

/** A receiver that misbehaves by the address it is reached at. Its answers repeat what it was sent, secrets and all. */
export async function startMisbehaving(): Promise<Misbehaving> {
  const heard: Heard[] = []
  const healed = new Set<Fault>()
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const [, first = '', ...rest] = (request.url ?? '').split('/')
      const named = decodeURIComponent(first) as Heard['fault']
      const fault = named === 'nothing' || healed.has(named) ? 'nothing' : named
      const { method = '', headers } = request
      heard.push({ fault, method, path: `/${rest.join('/')}`, headers, body: Buffer.concat(chunks) })
      answers[fault](request, response, Buffer.concat(chunks).toString())
    })
  }
  const [plain, secure, closed] = [createServer(serve), createTlsServer(selfSigned(1), serve), createServer()]
  const [http, https, refused] = await Promise.all([plain, secure, closed].map(listening))
  await closing(closed)
  const from: Partial<Record<Heard['fault'], string>> = {
    refuses: `http://127.0.0.1:${refused}`,
    'speaks wrong TLS': `https://127.0.0.1:${https}`,
  }
  return {
    heard,
    healed,
    at: fault => `${from[fault] ?? `http://127.0.0.1:${http}`}/${encodeURIComponent(fault)}`,
    async stop() {
      await Promise.all([closing(plain), closing(secure)])
    },
  }
}

type Server = ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function closing(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** An answer that gives everything away that came. */
const echo =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (request, response, body) =>
    response.writeHead(status, headers).end(`no: ${request.url} ${JSON.stringify(request.headers)} ${body}`)

const answers: Record<Heard['fault'], Answer> = {
  nothing: (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'),
  refuses: (_, response) => response.end(),
  'says no': echo(403),
  'has trouble': echo(503),
  'has too much': echo(429, { 'retry-after': '7' }),
  'is too slow to read': echo(408),
  hangs: () => {},
  resets: request => request.socket.resetAndDestroy(),
  'takes it and resets': (request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('taken')
    setTimeout(() => request.socket.resetAndDestroy(), 20)
  },
  drips: request => {
    // Not even the status line comes to its end.
    const drop = setInterval(() => request.socket.write('H'), 30)
    request.socket.write('HTTP/1.1 200 O')
    request.socket.on('error', () => {}).on('close', () => clearInterval(drop))
  },
  'speaks wrong TLS': echo(200),
  'sends elsewhere': (request, response) =>
    response.writeHead(302, { location: `http://${request.headers.host}/nothing/inside` }).end(),
  'never stops talking': (request, response) => {
    response.writeHead(200)
    const talk = setInterval(() => response.write('word '.repeat(20_000)), 20)
    request.socket.on('error', () => {}).on('close', () => clearInterval(talk))
  },
}
