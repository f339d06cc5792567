import { WebSocket } from 'ws'
import type { ToAgent } from '../../src/api/agent-protocol.ts'
import { newId } from '../../src/engine/id.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { until } from '../harness.ts'
import type { Name, Night } from './night.ts'

/** A terminal on db-1 whose screen says what it is told to, over the same line as any program next to a terminal. */
export interface Shown {
  says(text: string): void
  /** A marker into its recording. */
  marks(label: string): void
  /** So many bytes were shown and not recorded. */
  misses(bytes: number): void
  /** The line is cut; the shell goes on. */
  cut(): void
  /** The line is there again. */
  linksAgain(): Promise<void>
  /** Comes back, and its shell ends. */
  ends(): Promise<void>
}

interface Where {
  host?: string
  looking?: true
  cols?: number
  rows?: number
}

export async function shareScreen(
  night: Night,
  by: Name,
  title: string,
  incident = 'INC-1',
  { host = 'db-1', looking, cols = 96, rows = 24 }: Where = {},
): Promise<Shown> {
  const token = night.people[by].token
  const place = { incident, terminal: newId(new Date()), title, host, ...(looking && { looking }), cols, rows }
  const hello = { type: 'hello', v: 1, token, ...place }
  const is = async () => (await night.people[by].get<Incident>(`/api/v1/incidents/${incident}`)).body
  const line = { socket: await dial(night.world.url, hello), offset: 0 }
  const send = (said: unknown) => {
    const text = `${typeof said === 'string' ? said : JSON.stringify(said)}\n`
    line.socket.send(JSON.stringify({ type: 'cast', offset: line.offset, text }))
    line.offset += Buffer.byteLength(text)
  }
  let last = night.now().getTime()
  /** Seconds of the night since what was recorded before. */
  const wait = () => {
    const before = last
    last = night.now().getTime()
    return (last - before) / 1000
  }
  const shared = async (state: 'live' | 'ended') =>
    until(
      async () => (await is()).terminals.some(one => one.id === place.terminal && one.state === state),
      `the terminal to be ${state}`,
    )
  send({ version: 3, term: { cols, rows, type: 'xterm-256color' }, title })
  await shared('live')
  return {
    says: text => send([wait(), 'o', text.replaceAll('\n', '\r\n')]),
    marks: label => send([wait(), 'm', label]),
    misses: bytes => send(`# fireline ${JSON.stringify({ gap: { bytes } })}`),
    cut: () => line.socket.terminate(),
    async linksAgain() {
      line.socket = await dial(night.world.url, hello)
    },
    async ends() {
      line.socket = await dial(night.world.url, hello)
      send([wait(), 'x', '0'])
      await shared('ended')
      line.socket.terminate()
    },
  }
}

/** Dialled, and welcome. It holds to every hand-over at once. */
async function dial(url: string, hello: object): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/agent`)
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>()
  socket.on('open', () => socket.send(JSON.stringify(hello)))
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ToAgent
    if (frame.type === 'welcome') resolve(socket)
    if (frame.type === 'welcome' || frame.type === 'keyboard')
      socket.send(JSON.stringify({ type: 'keyboard-seen', epoch: frame.keyboard.epoch }))
    if (frame.type === 'refused') reject(new Error(frame.message))
  })
  socket.on('error', reject)
  return promise
}
