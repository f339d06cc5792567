import { connect } from 'node:net'

/** What a load was answered. */
export interface Loaded {
  seconds: number
  requests: number
  failed: number
  /** The first answer that was no 2xx. */
  failure?: string
  /** Of each request, in the order they were answered. */
  ms: number[]
}

/** Sends each request once over so many connections, one at a time on each, and waits for every answer. */
export async function load(port: number, connections: number, requests: readonly Buffer[]): Promise<Loaded> {
  const loaded: Loaded = { seconds: 0, requests: 0, failed: 0, ms: [] }
  let next = 0
  const take = () => requests[next++]
  const from = performance.now()
  await Promise.all(Array.from({ length: Math.min(connections, requests.length) }, () => lane(port, take, loaded)))
  loaded.seconds = (performance.now() - from) / 1_000
  return loaded
}

function lane(port: number, take: () => Buffer | undefined, loaded: Loaded): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    let sentAt = 0
    let heard: Buffer = Buffer.alloc(0)
    const send = () => {
      const request = take()
      sentAt = performance.now()
      if (request) socket.write(request)
      else socket.end(resolve)
    }
    socket.on('connect', send).on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      heard = heard.length > 0 ? Buffer.concat([heard, chunk]) : chunk
      const bytes = answerBytes(heard)
      if (bytes === undefined || heard.length < bytes) return
      loaded.ms.push(performance.now() - sentAt)
      loaded.requests += 1
      if (heard.toString('latin1', 9, 10) !== '2') {
        loaded.failed += 1
        loaded.failure ??= heard.toString('utf8', 0, Math.min(bytes, 400))
      }
      heard = heard.subarray(bytes)
      send()
    })
  })
}

/** Undefined until its head is there. */
function answerBytes(heard: Buffer): number | undefined {
  const head = heard.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /content-length: *(\d+)/i.exec(heard.toString('latin1', 0, head))?.[1]
  return head + 4 + Number(length ?? 0)
}
