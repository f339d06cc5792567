import { networkInterfaces } from 'node:os'
import type { Reachable } from '../api/first-hour.ts'

/** Who can open the links that Fireline writes. */
export function reachable(url: string): Reachable {
  const { hostname, port } = new URL(url)
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  const own = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])
  const elsewhere = own
    .filter(one => one.family === 'IPv4' && !one.internal && !one.address.startsWith('169.254.'))
    .map(({ address }) => `http://${address}:${port || '80'}`)
  return { url, isLoopback, elsewhere: isLoopback ? elsewhere.slice(0, 3) : [] }
}
