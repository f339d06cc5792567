import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A channel's other end, which answers at once and remembers when the first byte of each message came. */
export interface Sink {
  url: string
  /** When a message with this word in it began to come, by `performance.now()`. */
  came(word: string, withinMs?: number): Promise<number>
  /** When each message so far began to come, in their order. */
  times: number[]
  /** The ids that messages came with, a repeat under its old one. */
  ids: Set<string>
  stop(): Promise<void>
}

const words = /bench-[a-z]+-\d+-/

export async function startSink(): Promise<Sink> {
  const cameAt = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  const [times, ids]: [number[], Set<string>] = [[], new Set()]
  const server = createServer((request, response) => {
    const at = performance.now()
    times.push(at)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.end('ok')
      ids.add(String(request.headers['webhook-id']))
      const word = words.exec(Buffer.concat(chunks).toString())?.[0] ?? ''
      if (!cameAt.has(word)) cameAt.set(word, at)
      waiting.get(word)?.(at)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    times,
    ids,
    came(word, withinMs = 20_000) {
      const before = cameAt.get(word)
      if (before !== undefined) return Promise.resolve(before)
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      waiting.set(word, resolve)
      setTimeout(() => reject(new Error(`no page for ${word} within ${withinMs} ms`)), withinMs).unref()
      return promise
    },
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
