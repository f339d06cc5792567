import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** The way to a server, which a test may cut: whoever dials goes through it. */
export interface CutLine {
  url: string
  /** Everything that is through now ends at once; who dials again comes through. */
  cut(): void
  close(): void
}

export async function cutLineTo(url: string): Promise<CutLine> {
  const to = new URL(url)
  const open = new Set<Socket>()
  const server = createServer(client => {
    const upstream = connect(Number(to.port), to.hostname)
    for (const [from, into] of [[client, upstream] as const, [upstream, client] as const]) {
      open.add(from)
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(from)
        into.destroy()
      })
      from.pipe(into)
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = () => open.forEach(socket => socket.destroy())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    close() {
      server.close()
      cut()
    },
  }
}

/** The process stands still for so long, and goes on. */
export async function standsStill(pid: number, ms: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  try {
    await pause(ms)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}
