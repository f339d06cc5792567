import { requests } from './alerts.ts'
import { send } from './cells.ts'
import { type FirelinePeer, startFireline } from './peers.ts'

const total = 60_000

/** Seconds from the start of the process to its ready line, with so many active alerts: the median of three starts, and the first alert after each. */
export async function restartSeconds(peer: FirelinePeer): Promise<number[]> {
  await send(peer, 4, requests(peer.path, 600_000_000, total, 500))
  await peer.settled()
  await peer.halt()
  const took: number[] = []
  for (let n = 0; n < 3; n++) {
    const from = performance.now()
    const again = await startFireline({ dataDir: peer.dataDir, path: peer.path })
    took.push((performance.now() - from) / 1_000)
    await send(again, 1, requests(peer.path, 600_000_000, 1, 1))
    await again.stop()
  }
  return took
}
