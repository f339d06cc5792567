import type { WebSocket } from 'ws'
import type { Watcher } from '../hosts/audience.ts'

/** A browser that reads nothing holds at most so much of ours; then its socket ends and it may come again. */
const mostBacklogBytes = 8 * 1024 * 1024

/** What a browser is sent over its socket, as whole frames. */
export const watcherOf = (socket: WebSocket): Watcher => ({
  send(frame) {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > mostBacklogBytes) socket.close(1013, 'too slow')
    else socket.send(frame, { binary: false })
  },
  backlog: () => socket.bufferedAmount,
})
