import { requests } from './alerts.ts'
import { type Loaded, load } from './load.ts'
import { percentile } from './numbers.ts'
import type { Peer } from './peers.ts'

/** So many alerts a request, over so many connections, this many in all. */
export const cells = [
  { batch: 1, connections: 64, total: 8_000 },
  { batch: 64, connections: 8, total: 24_000 },
  { batch: 500, connections: 4, total: 24_000 },
] as const

export interface Measured {
  alertsPerSecond: number
  p99Ms: number
  /** CPU microseconds an alert, until the last answer, and until all of it is where it stays. */
  cpuToAnswer: number
  cpuToEnd: number
}

export type Round = Record<`${'new' | 'refire'}${number}`, Measured>

/** New alerts and the same again, in each size; the first ones only warm it. */
export async function round(peer: Peer): Promise<Round> {
  const measured: Round = {}
  await warm(peer)
  for (const { batch, connections, total } of cells) {
    const sent = requests(peer.path, batch * 1_000_000, total, batch)
    measured[`new${batch}`] = await measure(peer, connections, sent, total)
    measured[`refire${batch}`] = await measure(peer, connections, sent, total)
  }
  return measured
}

export async function warm(peer: Peer): Promise<void> {
  await send(peer, 8, requests(peer.path, 900_000_000, 6_000, 1))
  await send(peer, 4, requests(peer.path, 910_000_000, 6_400, 64))
  await peer.settled()
}

async function measure(peer: Peer, connections: number, sent: Buffer[], total: number): Promise<Measured> {
  const before = peer.cpu()
  const { seconds, ms } = await send(peer, connections, sent)
  const answered = peer.cpu()
  await peer.settled()
  const perAlert = (cpu: number) => ((cpu - before) / total) * 1e6
  return {
    alertsPerSecond: total / seconds,
    p99Ms: percentile(ms, 0.99),
    cpuToAnswer: perAlert(answered),
    cpuToEnd: perAlert(peer.cpu()),
  }
}

export async function send(peer: Peer, connections: number, sent: readonly Buffer[]): Promise<Loaded> {
  const loaded = await load(peer.port, connections, sent)
  if (loaded.failed > 0) throw new Error(`${loaded.failed} of ${loaded.requests} were not taken: ${loaded.failure}`)
  return loaded
}
