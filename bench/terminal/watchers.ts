// Many who watch one terminal, in a process of their own: they read bytes and draw nothing. Started by `startWatchers`.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Place } from './shared-shell.ts'

export interface Watchers {
  /** Bytes that came to all of them so far. */
  bytes(): Promise<number>
  close(): Promise<void>
}

/** `stalled` of them read nothing once they have seen the screen. */
export async function startWatchers(place: Place, count: number, stalled = 0, path = '/ws'): Promise<Watchers> {
  const args = [JSON.stringify({ place, count, stalled, path })]
  const child = fork(fileURLToPath(import.meta.url), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await heard(child)
  return {
    async bytes() {
      child.send('bytes')
      return heard(child)
    },
    async close() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

async function heard(child: ChildProcess): Promise<number> {
  const [said] = await once(child, 'message')
  return said as number
}

interface Wanted {
  place: Place
  count: number
  stalled: number
  path: string
}

async function watchAll({ place, count, stalled, path }: Wanted): Promise<void> {
  let bytes = 0
  const all = Array.from({ length: count }, async (_, n) => {
    const socket = await watch(place, path)
    if (n < stalled) return socket.pause()
    return socket.on('data', data => (bytes += data.length))
  })
  await Promise.all(all)
  process.on('message', () => process.send?.(bytes))
  process.send?.(count)
}

/** A browser's socket, until its screen has come. */
async function watch({ url, watches, incident, terminal }: Place, path: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay(true)
  await once(socket, 'connect')
  socket.write(
    [
      `GET ${path} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      '\r\n',
    ].join('\r\n'),
  )
  for (const said of [
    { type: 'hello', token: watches },
    { type: 'watch-terminal', incident, terminal },
  ])
    socket.write(textFrame(JSON.stringify(said)))
  await new Promise<void>(resolve => {
    let text = ''
    const look = (data: Buffer) => {
      text += data.toString('latin1')
      if (!text.includes('"type":"screen"')) return
      socket.off('data', look)
      resolve()
    }
    socket.on('data', look)
  })
  return socket
}

/** Masked with zeros, which is masked. */
function textFrame(text: string): Buffer {
  const { length } = Buffer.from(text)
  const head = length < 126 ? [0x81, 0x80 | length] : [0x81, 0x80 | 126, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), Buffer.from(text)])
}

if (import.meta.main) await watchAll(JSON.parse(process.argv[2] ?? '') as Wanted)
