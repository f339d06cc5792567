import type { WebSocket } from 'ws'
import type { FromRoom, ToRoom } from '../../api/room-messages.ts'
import type { Desk } from '../../engine/desk.ts'
import { oneAtATime } from '../../engine/one-at-a-time.ts'
import type { Watcher } from '../../hosts/audience.ts'
import { terminalsOf } from '../../hosts/terminals.ts'
import type { Recognised } from '../credentials.ts'
import { betweenOf, type OtherNode } from './between.ts'
import { nodeOf } from './elsewhere.ts'

/** Where a terminal is: `here`, or at another node. */
export type Place = 'here' | OtherNode

interface Following {
  desk: Desk
  who: Recognised
  watcher: Watcher
  incident: string
  terminal: string
}

/** One look at a terminal, wherever its program dials in. */
export interface Followed {
  /** Keys and sizes, where it is at another node: that node says no, or lets them through. False when it is here. */
  passOn(frame: FromRoom): boolean
  stop(): void
}

const lookAgainMs = 1_000
const farBehindBytes = 512 * 1024
const caughtUpBytes = 64 * 1024

/** Shows it from where it is, and goes after it when its program comes back at another node. */
export function followTerminal(following: Following, first: Place): Followed {
  let at = joined(following, first)
  let isOver = false
  const look = oneAtATime(async () => {
    if (at.isConnected()) return
    const { desk, incident, terminal } = following
    const isHere = terminalsOf(desk).get(terminal)?.isConnected()
    const now = isHere ? 'here' : await nodeOf(desk, incident, terminal)
    if (!now || isOver || at.isConnected()) return
    at.leave()
    at = joined(following, now)
  })
  const timer = setInterval(() => void look().catch(() => {}), lookAgainMs).unref()
  return {
    passOn: frame => at.passOn(frame),
    stop() {
      isOver = true
      clearInterval(timer)
      at.leave()
    },
  }
}

interface Joined {
  isConnected(): boolean
  passOn(frame: FromRoom): boolean
  leave(): void
}

const joined = (following: Following, place: Place): Joined =>
  place === 'here' ? joinedHere(following) : joinedThere(following, place)

function joinedHere({ desk, terminal, watcher }: Following): Joined {
  const live = terminalsOf(desk).get(terminal)
  live?.watch(watcher)
  return {
    isConnected: () => live?.isConnected() ?? false,
    passOn: () => false,
    leave: () => live?.audience.leave(watcher),
  }
}

/** What another node says of this terminal goes on as it is; what it says of itself stays. */
const passedBack: readonly string[] = [
  'screen',
  'output',
  'size',
  'keyboard',
  'link',
  'ended',
  'prompt',
  'held',
  'recording',
  'unsigned',
].map(type => `{"type":"${type}"`)

function joinedThere({ desk, who, watcher, incident, terminal }: Following, node: OtherNode): Joined {
  const socket = betweenOf(desk).dial(node, who)
  let isConnected = true
  const heard = (frame: Buffer) => {
    const begins = frame.subarray(0, 24).toString()
    if (passedBack.some(one => begins.startsWith(one))) watcher.send(frame)
    if (begins.startsWith('{"type":"output"')) return slowDown(socket, watcher)
    const message = JSON.parse(frame.toString()) as ToRoom
    if (message.type === 'link') isConnected = message.connected
    if (message.type === 'refused' && message.about === 'watch-terminal') isConnected = false
    else if (message.type === 'refused') watcher.send(frame)
  }
  const gone = () => {
    if (!isConnected) return
    isConnected = false
    watcher.send(Buffer.from(JSON.stringify({ type: 'link', terminal, connected: false } satisfies ToRoom)))
  }
  socket.on('open', () => socket.send(JSON.stringify({ type: 'watch-terminal', incident, terminal })))
  socket.on('message', (data: Buffer) => heard(data))
  socket.on('error', gone).on('close', gone)
  return {
    isConnected: () => isConnected,
    passOn(frame) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
      return true
    },
    leave() {
      isConnected = false
      socket.terminate()
    },
  }
}

/** Who reads slowly is jumped to the screen by the node that has it, once it sees that nothing is taken. */
function slowDown(socket: WebSocket, watcher: Watcher): void {
  if (watcher.backlog() < farBehindBytes || socket.isPaused) return
  socket.pause()
  const timer = setInterval(() => {
    if (watcher.backlog() > caughtUpBytes && socket.readyState === socket.OPEN) return
    clearInterval(timer)
    socket.resume()
  }, 50)
}
