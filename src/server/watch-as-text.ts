import type { ServerResponse } from 'node:http'
import type { ToRoom } from '../api/room-messages.ts'
import type { LiveTerminal } from '../hosts/live-terminal.ts'

const lookAgainMs = 2_000

/**
 * A terminal for somebody who only looks, as what their own terminal shows: the screen as it is, then what comes. Who is slow is jumped to
 * the screen, like every watcher. It ends with the terminal, or when `goesOn` says so.
 */
export function watchAsText(terminal: LiveTerminal, out: ServerResponse, goesOn: () => Promise<boolean>): void {
  out.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const watcher = {
    backlog: () => out.writableLength,
    send(frame: Buffer) {
      const message = JSON.parse(frame.toString()) as ToRoom
      if (message.type === 'screen') out.write(`\u001bc${message.data}`)
      if (message.type === 'output') out.write(message.data)
      if (message.type === 'ended') out.end()
    },
  }
  terminal.watch(watcher)
  const look = () =>
    goesOn().then(
      still => (still ? undefined : out.end()),
      () => out.end(),
    )
  const timer = setInterval(() => void look(), lookAgainMs)
  out.on('close', () => {
    clearInterval(timer)
    terminal.audience.leave(watcher)
  })
}
