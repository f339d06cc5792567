import type { WebSocket } from 'ws'
import type { HostHello, ToHost } from '../api/host-protocol.ts'
import type { Desk } from '../engine/desk.ts'

/** The socket of a host's own agent, from its `hello` on: hears its further frames, or has shown it out. */
export async function openHostAgent(
  _desk: Desk,
  socket: WebSocket,
  { host }: HostHello,
): Promise<((frame: unknown) => void) | undefined> {
  const message = `No agent is enrolled on ${host}.`
  socket.send(JSON.stringify({ type: 'refused', code: 'not-found', message } satisfies ToHost))
  socket.close(1008, 'not-found')
  return undefined
}
