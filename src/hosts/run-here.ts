import { spawn } from 'node:child_process'
import type { Ran } from './run-change.ts'

const longestMs = 10 * 60_000
const keptBytes = 64 * 1024

/** Runs one command by /bin/sh on this host, in a process group of its own that ends with it. */
export function runHere(command: string, signal: AbortSignal): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', command], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: cleanEnv(),
    })
    let output = Buffer.alloc(0)
    const hear = (bytes: Buffer) => {
      output = Buffer.concat([output, bytes]).subarray(-keptBytes)
    }
    const end = () => {
      if (child.pid !== undefined) endGroup(child.pid)
    }
    const timer = setTimeout(end, longestMs)
    signal.addEventListener('abort', end, { once: true })
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', reject)
    child.once('close', code => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      if (signal.aborted) reject(new Error('interrupted'))
      else resolve({ output: output.toString(), ...(code !== null && { exitCode: code }) })
    })
  })
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Fireline's own settings and secrets are not for what it runs. */
function cleanEnv(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, USER, TZ } = process.env
  return { PATH, HOME, LANG, USER, TZ }
}
