import { spawn } from 'node:child_process'
import { standBehind } from './behind-others.ts'

const mostKept = 32 * 1024 * 1024

/** What a program said; `code` is null when a signal ended it. */
export interface ProgramSaid {
  code: number | null
  out: string
  err: string
}

/** Where it runs, as whom, and what stands in its environment beside PATH. */
export interface RunsIn {
  cwd?: string
  env?: Record<string, string>
  user?: { uid: number; gid: number }
  /** An open file that it reads. */
  input?: number
  /** Hears what it says of itself as it says it. */
  hear?: (said: string) => void
  /** It stands behind everybody else on this host. */
  isGentle?: boolean
}

/**
 * Runs a program with its arguments as they stand, without a shell and in a bare environment, in a group of its own that ends with the
 * signal. Rejects when it cannot be started or was interrupted; what came of it otherwise is for the caller to judge.
 */
export function runProgram(
  argv: readonly string[],
  signal: AbortSignal,
  { cwd = '/', env, user, input, hear, isGentle = false }: RunsIn = {},
): Promise<ProgramSaid> {
  const [program = '', ...args] = argv
  const { promise, resolve, reject } = Promise.withResolvers<ProgramSaid>()
  const bare = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', ...env }
  const stdio: ['ignore' | number, 'pipe', 'pipe'] = [input ?? 'ignore', 'pipe', 'pipe']
  const child = spawn(program, args, { cwd, env: bare, detached: true, stdio, ...user })
  if (isGentle) standBehind(child.pid)
  const kept = { out: [] as Buffer[], err: [] as Buffer[] }
  let bytes = 0
  const keep = (into: Buffer[]) => (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= mostKept) into.push(chunk)
    else endGroup(child.pid)
  }
  child.stdout?.on('data', keep(kept.out))
  child.stderr?.on('data', keep(kept.err))
  if (hear) child.stderr?.on('data', (chunk: Buffer) => hear(chunk.toString()))
  const end = () => endGroup(child.pid)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  child.once('error', reject)
  child.once('close', code => {
    if (signal.aborted) reject(new Error('interrupted'))
    else resolve({ code, out: Buffer.concat(kept.out).toString(), err: Buffer.concat(kept.err).toString() })
  })
  return promise.finally(() => signal.removeEventListener('abort', end))
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
