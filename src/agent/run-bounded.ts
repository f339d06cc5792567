import { spawn } from 'node:child_process'
import type { HostAnswered } from './host-wishes.ts'
import { keptOutput } from './kept-output.ts'
import { shownText } from './shown-text.ts'

const withinMs = 30_000
const mostKeptBytes = 256 * 1024

interface Bounded {
  /** Ends it at once, with all that it started. */
  until: AbortSignal
  /** What stands on its stdin; nothing otherwise. */
  input?: string
  withinMs?: number
}

/**
 * Runs a program with its arguments as they stand, without a shell, in a bare environment. After 30 s it is ended, with all that it
 * started in its own process group; of what it prints the beginning and the end are kept, masked.
 */
export function runBounded([program = '', ...args]: readonly string[], bounds: Bounded): Promise<HostAnswered> {
  const began = performance.now()
  const printed = keptOutput(mostKeptBytes)
  const child = spawn(program, args, {
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C.UTF-8', HOME: process.env['HOME'] ?? '/' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(bounds.input ?? '')
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.add(chunk))
  let timedOut = false
  const end = () => killGroup(child.pid)
  const late = setTimeout(() => {
    timedOut = true
    end()
  }, bounds.withinMs ?? withinMs)
  bounds.until.addEventListener('abort', end)
  if (bounds.until.aborted) end()
  const { promise, resolve } = Promise.withResolvers<HostAnswered>()
  child.on('error', error =>
    resolve({ type: 'no', code: 'not-run', message: `${program} cannot be run: ${error.message}`.slice(0, 1_000) }),
  )
  // What it left behind in the background holds its output open: that is not waited for.
  child.on('exit', (code, signal) => {
    const grace = setTimeout(end, timedOut || signal ? 0 : 1_000)
    child.on('close', () => clearTimeout(grace))
  })
  child.on('close', code => {
    const ended = timedOut ? 'time' : code === null ? 'signal' : undefined
    const ms = Math.round(performance.now() - began)
    resolve({ type: 'did', shown: shownText(printed.text()), ...(ended ? { ended } : { exitCode: code ?? 0 }), ms })
  })
  return promise.finally(() => {
    clearTimeout(late)
    bounds.until.removeEventListener('abort', end)
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended, with all that it started.
  }
}
