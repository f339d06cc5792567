import http from 'node:http'
import https from 'node:https'

/** Shorter than receivers keep one: what lay longer may be closed at the other end by now. */
const keptMs = 2_000

/** Connections that stay open for the next message to the same host. Each was checked when its socket opened, and is found by that name alone. */
export function keptConnections(): (protocol: string) => http.Agent {
  const options = { keepAlive: true, maxFreeSockets: 16, timeout: keptMs, scheduling: 'lifo' } as const
  const agents = { http: new http.Agent(options), https: new https.Agent(options) }
  return protocol => (protocol === 'https:' ? agents.https : agents.http)
}

/** The connection had lain open and was closed before a word came back: the receiver may have heard us, and more likely did not. */
export class KeptTooLong extends Error {}

/** The same failure, told apart where it was met on a connection that had been used before. */
export const orKeptTooLong = (error: Error, sent: http.ClientRequest): Error =>
  sent.reusedSocket && /ECONNRESET|EPIPE/.test(String((error as NodeJS.ErrnoException).code))
    ? new KeptTooLong(error.message, { cause: error })
    : error
