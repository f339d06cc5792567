import { WebSocket } from 'ws'
import type { ToAgent } from '../../src/api/agent-protocol.ts'
import type { ToRoom } from '../../src/api/room-messages.ts'
import { newId } from '../../src/engine/id.ts'
import { type Caller, until } from '../harness.ts'
import { openBrowser, shareShell } from '../rally/people-at-a-terminal.ts'
import type { Here } from './stage.ts'

export type RefusedOnWs = ToRoom & { type: 'refused' }

/** What a browser is refused when it says this. */
export async function refusedOnWs(here: Here, by: Caller, frame: Record<string, unknown>): Promise<RefusedOnWs> {
  const browser = await openBrowser(here.world.url, by.token)
  browser.send(frame)
  const isNo = (message: ToRoom): message is RefusedOnWs => message.type === 'refused'
  const refused = await until(() => browser.messages.find(isNo), `a no to ${String(frame['type'])}`)
  browser.close()
  return refused
}

/** What the program next to a terminal is refused when it dials. */
export async function refusedOnAgent(
  here: Here,
  token: string,
  more: object = {},
): Promise<ToAgent & { type: 'refused' }> {
  const { said, socket } = await dial(here, token, more)
  socket.terminate()
  if (said.type !== 'refused') throw new Error(`it was taken: ${JSON.stringify(said)}`)
  return said
}

/** A terminal in this incident, on a host of its own or on this one, until the world ends. */
export async function sharedTerminal(here: Here, by: Caller, more: { host?: string } = {}): Promise<void> {
  const { said } = await dial(here, by.token, more)
  if (said.type !== 'welcome') throw new Error(`it was not taken: ${JSON.stringify(said)}`)
}

async function dial(here: Here, token: string, more: object = {}): Promise<{ said: ToAgent; socket: WebSocket }> {
  const socket = new WebSocket(`${here.world.url.replace(/^http/, 'ws')}/agent`)
  const { promise, resolve, reject } = Promise.withResolvers<ToAgent>()
  socket.on('open', () => {
    const at = {
      incident: here.incident,
      terminal: newTerminal(),
      title: 'bash',
      host: `db-${here.number}`,
      cols: 80,
      rows: 24,
    }
    socket.send(JSON.stringify({ type: 'hello', v: 1, token, ...at, ...more }))
  })
  socket.on('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as ToAgent))
  socket.on('error', reject)
  return { said: await promise, socket }
}

export const newTerminal = () => newId(new Date())

/** Ana shares a shell in this incident for as long as it takes. */
export async function withShell<T>(here: Here, work: (terminal: string) => Promise<T>): Promise<T> {
  const shell = await shareShell(here.world.url, here.ana, here.incident, { command: ['/bin/cat'] })
  try {
    await shell.link.welcomed
    return await work(shell.terminal)
  } finally {
    await shell.end()
  }
}
