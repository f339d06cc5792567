import { networkInterfaces } from 'node:os'

export interface Reachable {
  url: string
  /** A phone that opens a link to it would ask itself. */
  isLoopback: boolean
  /** Addresses of this machine that others in its network may reach, each as Fireline would be named there. */
  elsewhere: string[]
}

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
