import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FirelinePeer } from '../intake/peers.ts'
import { cpuSeconds, tree } from '../intake/processes.ts'
import { openOperator, shareShell } from './shared-shell.ts'
import { startWatchers } from './watchers.ts'

/** CPU seconds for each megabyte that a terminal printed, with so many who watch. */
export interface CpuOfViewers {
  fireline: number
  processPerViewer: number
}

const chunkBytes = 64 * 1024
const everyMs = 50

/** The same output at the same pace, once to Fireline and once to a server with a process and a pty for each viewer. */
export async function cpuOfViewers(peer: FirelinePeer, viewers: number, megabytes: number): Promise<CpuOfViewers> {
  const text = Buffer.from('a line of a log that scrolls by while fifty people look at it\r\n'.repeat(2_000))
  const chunk = text.subarray(0, chunkBytes)
  const chunks = Math.ceil((megabytes * 1e6) / chunkBytes)
  return {
    fireline: (await byFireline(peer, viewers, chunk, chunks)) / megabytes,
    processPerViewer: (await byProcesses(viewers, chunk, chunks)) / megabytes,
  }
}

async function byFireline(peer: FirelinePeer, viewers: number, chunk: Buffer, chunks: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-viewers-'))
  const file = join(folder, 'chunk')
  writeFileSync(file, chunk)
  const loop = `stty -opost -echo; read go; for i in $(seq ${chunks}); do cat ${file}; sleep ${everyMs / 1000}; done; echo the-end; read go`
  const shell = await shareShell(peer, ['sh', '-c', loop])
  const operator = await openOperator(shell.place)
  const watchers = await startWatchers(shell.place, viewers)
  const cpu = () => peer.cpu() + cpuSeconds([shell.keeper.pid])
  try {
    const ended = new Promise<void>(resolve =>
      operator.hear(message => message.type === 'output' && message.data.includes('the-end') && resolve()),
    )
    const before = cpu()
    operator.type('go\r')
    await ended
    return cpu() - before
  } finally {
    operator.close()
    await watchers.close()
    await shell.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What web terminals do that start a program for each who looks: here `tail -f` in a pty of its own, its output to their socket. */
async function byProcesses(viewers: number, chunk: Buffer, chunks: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-viewers-'))
  const file = join(folder, 'shown')
  writeFileSync(file, '')
  const server = spawn(process.execPath, [import.meta.filename, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<number>(resolve => server.stdout.once('data', data => resolve(Number(data))))
  const place = { url: `http://127.0.0.1:${port}`, token: '', watches: '', incident: '', terminal: '', epoch: 0 }
  const watchers = await startWatchers(place, viewers)
  const cpu = () => cpuSeconds(tree(server.pid ?? 0))
  try {
    const [before, had] = [cpu(), await watchers.bytes()]
    for (let n = 0; n < chunks; n++) {
      appendFileSync(file, chunk)
      await pause(everyMs)
    }
    const whole = chunks * chunk.length * viewers
    while ((await watchers.bytes()) - had < whole) await pause(50)
    return cpu() - before
  } finally {
    await watchers.close()
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** The peer's server, in a process of its own so that its CPU and that of all its viewers can be told. */
function serveProcesses(file: string): void {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
  })
  const running = new Set<ChildProcess>()
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', (socket: WebSocket) => {
    const viewer = spawn('script', ['-qec', `tail -n +1 -f ${file}`, '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    running.add(viewer)
    socket.send('{"type":"screen"}')
    viewer.stdout.on('data', (data: Buffer) => socket.send(data))
    socket.on('close', () => viewer.kill())
  })
  process.on('SIGTERM', () => {
    for (const viewer of running) viewer.kill()
    process.exit(0)
  })
}

if (import.meta.main) serveProcesses(process.argv[2] ?? '')
