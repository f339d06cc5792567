import type { WebSocket } from 'ws'
import { fromAgent, fromAgent2, type Hello, type TerminalHello, type ToAgent } from '../api/agent-protocol.ts'
import { binaryCast } from '../api/binary-cast.ts'
import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import type { AgentLink, LiveTerminal } from '../hosts/live-terminal.ts'
import { presenceOf } from '../hosts/presence.ts'
import { terminalsOf } from '../hosts/terminals.ts'
import type { Recognised } from './credentials.ts'

const mostBacklogBytes = 8 * 1024 * 1024

/** The socket of a program next to a terminal, from its `hello` on. */
export function openAgent(
  desk: Desk,
  socket: WebSocket,
  who: Recognised,
  hello: Hello | TerminalHello,
): (frame: unknown) => void {
  let terminal: LiveTerminal | undefined
  const link: AgentLink = {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > mostBacklogBytes) socket.terminate()
      else socket.send(JSON.stringify(frame satisfies ToAgent))
    },
    close: why => socket.close(1000, why.slice(0, 100)),
    hold: isHeld => (isHeld ? socket.pause() : socket.resume()),
  }
  const gone = presenceOf(desk).connected(who.id)
  socket.on('close', () => {
    if (terminal) terminalsOf(desk).left(terminal, link)
    gone()
  })
  const begin = async () => {
    const shared = await terminalsOf(desk).share(hello, who, link)
    if ('code' in shared) {
      link.send({ type: 'refused', code: shared.code, message: shared.message })
      socket.close(1008, shared.code)
      return
    }
    terminal = shared
    if (socket.readyState !== socket.OPEN) shared.disconnect(link)
  }
  begin().catch((error: unknown) => {
    desk.log.error('a terminal could not be shared', { reason: reason(error) })
    socket.close(1011, 'failed')
  })
  const reads = hello.v === 1 ? fromAgent : fromAgent2
  const isNone = () => socket.close(1008, 'not a frame of /agent')
  return value => {
    if (Buffer.isBuffer(value)) {
      const cast = hello.v === 2 ? binaryCast(value) : undefined
      return cast ? terminal?.heardLines(link, cast.offset, cast.lines as Buffer) : isNone()
    }
    const frame = reads.safeParse(value)
    if (!frame.success || frame.data.type === 'hello') return isNone()
    terminal?.heard(link, frame.data)
  }
}
