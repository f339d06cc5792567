import { requests } from './alerts.ts'
import { load } from './load.ts'
import { percentile } from './numbers.ts'
import type { FirelinePeer } from './peers.ts'

export interface Storm {
  taken: number
  refused: number
  /** Of another key's alerts and of the acknowledge button, before the storm and in it, p50 and p99. */
  otherKey: { quiet: [number, number]; storm: [number, number] }
  acknowledge: { quiet: [number, number]; storm: [number, number] }
}

const total = 10_000
const overMs = 60_000
const everyMs = 100

/** 10,000 alerts in 60 s on one key, one a request, while somebody else sends and somebody acknowledges. */
export async function storm(peer: FirelinePeer): Promise<Storm> {
  const other = await peer.newKey('other')
  const press = await button(peer)
  const quiet = await meanwhile(peer, other.path, press, wait(10_000))
  const stormed = { taken: 0, refused: 0 }
  const busy = await meanwhile(peer, other.path, press, rage(peer, stormed))
  return {
    ...stormed,
    otherKey: { quiet: quiet.otherKey, storm: busy.otherKey },
    acknowledge: { quiet: quiet.acknowledge, storm: busy.acknowledge },
  }
}

async function rage(peer: FirelinePeer, seen: { taken: number; refused: number }): Promise<void> {
  const sent = requests(peer.path, 300_000_000, total, 1)
  const slices = overMs / everyMs
  const size = Math.ceil(total / slices)
  const from = performance.now()
  for (let n = 0; n < slices; n++) {
    const { requests: answered, failed } = await load(peer.port, size, sent.slice(n * size, (n + 1) * size))
    seen.taken += answered - failed
    seen.refused += failed
    await wait(from + (n + 1) * everyMs - performance.now())
  }
}

async function meanwhile(peer: FirelinePeer, path: string, press: () => Promise<unknown>, work: Promise<void>) {
  const state = { isOver: false }
  const [otherKey, acknowledge] = await Promise.all([
    asking(
      250,
      n => load(peer.port, 1, requests(path, 400_000_000 + n + Math.floor(performance.now()) * 100, 1, 1)),
      state,
    ),
    asking(500, press, state),
    work.finally(() => {
      state.isOver = true
    }),
  ])
  return { otherKey, acknowledge }
}

/** Somebody who has the incident that the storm joins, and says so for ever a little longer: each press is an entry on its timeline. */
async function button(peer: FirelinePeer): Promise<() => Promise<unknown>> {
  await load(peer.port, 1, requests(peer.path, 500_000_000, 1, 1))
  const { alerts } = await peer.get<{ alerts: { incident?: string }[] }>('/api/v1/alerts?status=firing')
  const incident = alerts.find(alert => alert.incident)?.incident
  const ana = await peer.person('Ana')
  await ana.post(`/api/v1/incidents/${incident}/acknowledge`, {})
  let seconds = 3_600
  return () => {
    seconds += 1
    const untilAt = new Date(Date.now() + seconds * 1_000).toISOString()
    return ana.post(`/api/v1/incidents/${incident}/snooze`, { untilAt })
  }
}

async function asking(
  everyMs: number,
  ask: (n: number) => Promise<unknown>,
  state: { isOver: boolean },
): Promise<[number, number]> {
  const took: number[] = []
  for (let n = 0; !state.isOver; n++) {
    const from = performance.now()
    await ask(n)
    took.push(performance.now() - from)
    await wait(everyMs - (performance.now() - from))
  }
  return [percentile(took, 0.5), percentile(took, 0.99)]
}

const wait = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, Math.max(0, ms)))
