import http from 'node:http'
import https from 'node:https'

/** Shorter than any receiver keeps one: what is closed at the other end just as we send is a wire that broke, and calls the next channel. */
const keptMs = 1_000

/** Connections that stay open for the next message to the same host. Each was checked when its socket opened, and is found by that name alone. */
export function keptConnections(): (protocol: string) => http.Agent {
  const options = { keepAlive: true, maxFreeSockets: 16, timeout: keptMs, scheduling: 'lifo' } as const
  const agents = { http: new http.Agent(options), https: new https.Agent(options) }
  return protocol => (protocol === 'https:' ? agents.https : agents.http)
}
