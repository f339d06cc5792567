import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type WebSocket, WebSocketServer } from 'ws'
import { followRoom } from '../../src/hosts/followed-room.ts'
import type { Entry } from '../../src/incident/entry.ts'
import { watcherOf } from '../../src/server/socket-watcher.ts'

/** Deliveries a second of the server's processor; one delivery is one entry of about 1 KB to one open screen. A number a round. */
interface Beside {
  feed: number[]
  naive: number[]
}

/** `storm`: entries come faster than they can be handed on one by one. `oneByOne`: each is handed on before the next one comes. */
export interface FanOut {
  watchers: number
  storm: Beside
  oneByOne: Beside
}

const watchers = 1_000
const entriesARound = 60
/** 400 entries a second. */
const stormGapMs = 2.5
const mostUnreadBytes = 64 * 1024
const farEnd = fileURLToPath(new URL('fan-out-watchers.ts', import.meta.url))

/** A room's feed beside a server that writes each entry anew for each client: in one process, in turn, over the same real sockets. */
export async function fanOut(rounds: number): Promise<FanOut> {
  const { sockets, stop } = await openScreens()
  const made: FanOut = { watchers, storm: { feed: [], naive: [] }, oneByOne: { feed: [], naive: [] } }
  try {
    for (let round = 0; round <= rounds; round++)
      for (const kind of ['storm', 'oneByOne'] as const) {
        const gapMs = kind === 'storm' ? stormGapMs : 0
        const feed = await perCpuSecond(sockets, byFeed(sockets), gapMs)
        const naive = await perCpuSecond(sockets, byEach(sockets), gapMs)
        // The first one warms up.
        if (round === 0) continue
        made[kind].feed.push(feed)
        made[kind].naive.push(naive)
      }
    return made
  } finally {
    await stop()
  }
}

/** As `bench:terminal` writes them: medians, and the share of the processor that the feed needs for the same in a storm. */
export function fanOutKeys({ storm }: FanOut): { fanoutPerSecond: number; fanoutCpuVsNaive: number } {
  const feed = median(storm.feed)
  return { fanoutPerSecond: Math.round(feed), fanoutCpuVsNaive: Number((median(storm.naive) / feed).toFixed(2)) }
}

interface Sending {
  /** Those that came since the last time. */
  send(entries: readonly Entry[]): Promise<void>
  end(): void
}

/** As a node does: the entry stands on the timeline, the room looks, and all who watch it are handed the same frame. */
function byFeed(sockets: readonly WebSocket[]): Sending {
  const rows: Entry[] = []
  const room = followRoom(incident, async after => rows.slice(after))
  for (const socket of sockets) {
    const { send, backlog } = watcherOf(socket)
    room.watch(0, { frame: send, backlog })
  }
  return {
    async send(entries) {
      rows.push(...entries)
      await room.look()
    },
    end: () => room.end(),
  }
}

const byEach = (sockets: readonly WebSocket[]): Sending => ({
  async send(entries) {
    for (const entry of entries)
      for (const socket of sockets) socket.send(JSON.stringify({ type: 'entries', incident, entries: [entry] }))
  },
  end: () => {},
})

async function perCpuSecond(sockets: readonly WebSocket[], { send, end }: Sending, gapMs: number): Promise<number> {
  const from = performance.now()
  const before = process.cpuUsage()
  for (let sent = 0; sent < entriesARound; ) {
    const came = gapMs === 0 ? sent + 1 : Math.min(entriesARound, Math.floor((performance.now() - from) / gapMs))
    if (came === sent) await pause(1)
    else await send(Array.from({ length: came - sent }, (_, i) => entryOf(sent + i)))
    sent = came
    await read(sockets, mostUnreadBytes)
  }
  await read(sockets, 0)
  const { user, system } = process.cpuUsage(before)
  end()
  return (entriesARound * sockets.length) / ((user + system) / 1e6)
}

async function read(sockets: readonly WebSocket[], bytes: number): Promise<void> {
  while (sockets.some(socket => socket.bufferedAmount > bytes)) await pause(1)
}

async function openScreens(): Promise<{ sockets: WebSocket[]; stop(): Promise<void> }> {
  const server = createServer()
  const doors = new WebSocketServer({ server, perMessageDeflate: false })
  const sockets: WebSocket[] = []
  doors.on('connection', socket => sockets.push(socket))
  await new Promise<void>(resolve => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve))
  const { port } = server.address() as AddressInfo
  const far: ChildProcess = fork(farEnd, [String(port), String(watchers)])
  await once(far, 'message')
  return {
    sockets,
    async stop() {
      far.kill()
      for (const socket of sockets) socket.terminate()
      doors.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const incident = '01999999-0000-7000-8000-000000000001'

const entryOf = (n: number): Entry => ({
  id: '01999999-0000-7000-8000-000000000002',
  incident,
  seq: n + 1,
  at: '2026-11-28T03:00:00.000Z',
  by: { kind: 'person', id: '01999999-0000-7000-8000-000000000003', name: 'Ana' },
  type: 'UpdatePosted',
  v: 1,
  data: { update: `U${n}`, text: 'Carts are back. '.repeat(40), audience: 'responders' },
})

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2
}
