import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Ledger } from './ledger.ts'

export type Misbehaviour = { status: number; body?: string; headers?: Record<string, string> } | 'hang' | 'reset'

export interface HttpFake {
  url: string
  /** Answers to come to what is sent, first first; then it behaves. */
  misbehave: Misbehaviour[]
  stop(): Promise<void>
}

/** An HTTP service that writes down what it is sent. `serve` answers what is not a message (true: taken). */
export async function startHttp(
  ledger: Ledger,
  serve: (request: IncomingMessage, response: ServerResponse, body: string) => boolean = () => false,
): Promise<HttpFake> {
  const misbehave: Misbehaviour[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      // What is no text is written down as base64.
      const body = Buffer.concat(chunks).toString(request.headers['content-encoding'] ? 'base64' : 'utf8')
      if (serve(request, response, body)) return
      const fault = misbehave.shift()
      if (fault !== undefined) {
        fail(fault, request, response)
        return
      }
      ledger.write({
        over: 'http',
        to: request.headers.host ?? '',
        what: request.url ?? '',
        body,
        headers: request.headers as Record<string, string>,
      })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    misbehave,
    stop: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

function fail(fault: Misbehaviour, request: IncomingMessage, response: ServerResponse): void {
  if (fault === 'hang') return
  if (fault === 'reset') request.socket.destroy()
  else response.writeHead(fault.status, fault.headers).end(fault.body ?? 'no')
}

/** ntfy: publishing is written down, topics are streamed as JSON lines, `press` does what a phone's button does. */
export async function startNtfy(
  ledger: Ledger,
): Promise<HttpFake & { press(action: { url: string; body: string }): void; cut(): void }> {
  const streams = new Set<{ topic: string; response: ServerResponse }>()
  const kept: { topic: string; line: string; id: string }[] = []
  const fake = await startHttp(ledger, (request, response) => {
    const match = /^\/([-_A-Za-z0-9]+)\/json\?since=(.*)$/.exec(request.url ?? '')
    if (!match) return false
    const [, topic = '', since] = match
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write('{"event":"open","id":"o"}\n')
    const after = kept.findIndex(one => one.id === since)
    for (const one of kept.slice(after + 1)) if (one.topic === topic) response.write(one.line)
    const stream = { topic, response }
    streams.add(stream)
    response.on('close', () => streams.delete(stream))
    return true
  })
  return {
    ...fake,
    press({ url, body }) {
      const topic = new URL(url).pathname.slice(1)
      const id = `m${kept.length}`
      const line = `${JSON.stringify({ id, event: 'message', topic, message: body })}\n`
      kept.push({ topic, line, id })
      for (const stream of streams) if (stream.topic === topic) stream.response.write(line)
    },
    cut() {
      for (const { response } of streams) response.destroy()
    },
  }
}

export interface TelegramFake extends HttpFake {
  press(data: string): void
  /** Somebody followed a link to the bot and pressed Start. */
  start(code: string, chat: number): void
}

/** Telegram's bot API: messages are written down, getUpdates waits for a press and repeats what was not confirmed. */
export async function startTelegram(ledger: Ledger): Promise<TelegramFake> {
  const updates: { update_id: number; callback_query?: object; message?: object }[] = []
  const waiting = new Set<() => void>()
  const fake = await startHttp(ledger, (request, response, body) => {
    if (request.url?.endsWith('/answerCallbackQuery')) return response.end('{"ok":true}') !== undefined
    if (request.url?.endsWith('/getMe')) return response.end('{"result":{"username":"our_bot"}}') !== undefined
    if (!request.url?.endsWith('/getUpdates')) return false
    const { offset } = JSON.parse(body) as { offset: number }
    const answer = () => {
      const result = updates.filter(one => one.update_id >= offset)
      if (result.length === 0 && waiting.add(answer)) return
      waiting.delete(answer)
      response.end(JSON.stringify({ ok: true, result }))
    }
    response.on('close', () => waiting.delete(answer))
    answer()
    return true
  })
  const comes = (update: object) => {
    updates.push({ update_id: updates.length + 1, ...update })
    for (const answer of waiting) answer()
  }
  return {
    ...fake,
    press: data => comes({ callback_query: { id: String(updates.length + 1), data } }),
    start: (code, chat) => comes({ message: { text: `/start ${code}`, chat: { id: chat } } }),
  }
}
