import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Watcher } from '../hosts/audience.ts'

/** A browser that reads nothing holds at most so much of ours; then its socket ends and it may come again. */
const mostBacklogBytes = 8 * 1024 * 1024

/** What a browser is sent over its socket, as whole frames. */
export const watcherOf = (socket: WebSocket): Watcher => {
  const wire = wireOf(socket)
  return {
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > mostBacklogBytes) socket.close(1013, 'too slow')
      else if (wire) wire.write(asSent(frame))
      else socket.send(frame, { binary: false })
    },
    backlog: () => socket.bufferedAmount,
  }
}

const sent = new WeakMap<Buffer, Buffer>()

/**
 * A text frame of RFC 6455, header and all, unmasked as a server's are: built once for all who get it, and one write for each.
 * (`ws` would write a header of its own and then the text, for each.)
 */
function asSent(frame: Buffer): Buffer {
  const known = sent.get(frame)
  if (known) return known
  const made = Buffer.concat([headOf(frame.length), frame])
  sent.set(frame, made)
  return made
}

const finalText = 0x81

function headOf(length: number): Buffer {
  if (length < 126) return Buffer.from([finalText, length])
  const head = Buffer.alloc(length < 65_536 ? 4 : 10)
  head[0] = finalText
  head[1] = length < 65_536 ? 126 : 127
  if (length < 65_536) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  return head
}

/**
 * What `ws` itself writes to, at once and in order as long as nothing is compressed, which it is not here: so both may. Nothing
 * where another version keeps it elsewhere.
 */
function wireOf(socket: WebSocket): Duplex | undefined {
  const { _socket: wire, extensions } = socket as unknown as { _socket?: Duplex; extensions: string }
  return extensions === '' && typeof wire?.write === 'function' ? wire : undefined
}
