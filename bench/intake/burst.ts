import { requests } from './alerts.ts'
import { send, warm } from './cells.ts'
import type { Peer } from './peers.ts'

export interface Burst {
  alertsPerSecond: number
  answeredSeconds: number
  /** Until the last of it is in its row; of Alertmanager the same as answered. */
  storedSeconds: number
}

const total = 100_000

/** 100,000 new alerts at once, 64 a request. */
export async function burst(peer: Peer): Promise<Burst> {
  await warm(peer)
  const sent = requests(peer.path, 100_000_000, total, 64)
  const from = performance.now()
  const { seconds } = await send(peer, 8, sent)
  await peer.settled()
  const storedSeconds = (performance.now() - from) / 1_000
  return { alertsPerSecond: total / seconds, answeredSeconds: seconds, storedSeconds }
}
