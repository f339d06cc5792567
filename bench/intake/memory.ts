import { requests } from './alerts.ts'
import { send } from './cells.ts'
import type { Peer } from './peers.ts'

const thousands = 60

/** MiB that 10,000 active alerts take: between an empty server and 60,000 told twice, both at rest. */
export async function memoryPer10k(peer: Peer): Promise<number> {
  const empty = await atRest(peer)
  const sent = requests(peer.path, 200_000_000, thousands * 1_000, 500)
  for (let twice = 0; twice < 2; twice++) await tell(peer, sent)
  return ((await atRest(peer)) - empty) / (thousands / 10)
}

async function tell(peer: Peer, sent: readonly Buffer[]): Promise<void> {
  await send(peer, 2, sent)
  await peer.settled()
}

/** The least of half a minute: what a garbage collector takes once all is quiet is nobody's. */
async function atRest(peer: Peer): Promise<number> {
  let least = Infinity
  for (let n = 0; n < 30; n++) {
    await new Promise(resolve => setTimeout(resolve, 1_000))
    least = Math.min(least, peer.residentMiB())
  }
  return least
}
