import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clusterFolder } from '../../src/store/embedded/data-folder.ts'
import { readPostmaster } from '../../src/store/embedded/postmaster.ts'
import { compiled } from '../compiled.ts'

const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
const readyLine = /^Fireline is ready on (\S+)$/m

/** One run of the real server as a child process. */
export interface ServerRun {
  /** Resolves with its address once it says that it is ready; rejects when it ends before. */
  ready: Promise<string>
  /** Ends it with a signal and resolves with its exit code, or the signal's name, once it is gone. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

/** Settings of a child: nothing of ours but where programs are. */
export function childEnv(dataDir: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { ...compiled, PATH, HOME, TMPDIR, FIRELINE_DATA: dataDir, FIRELINE_PORT: '0', ...more }
}

/** Starts `fireline serve`; what it logs is kept beside its data, for who looks into a failure. */
export function serve(env: NodeJS.ProcessEnv, logFile: string): ServerRun {
  const child = spawn(process.execPath, [cli, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stderr.on('data', (chunk: Buffer) => appendFileSync(logFile, chunk))
  const gone = goneOf(child)
  const ready = new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      const url = readyLine.exec(said)?.[1]
      if (url) resolve(url)
    })
    void gone.then(how => reject(new Error(`the server ended with ${how} before it was ready, see ${logFile}`)))
  })
  ready.catch(() => {})
  return {
    ready,
    end(signal) {
      child.kill(signal)
      return gone
    },
  }
}

const goneOf = (child: ChildProcess): Promise<number | NodeJS.Signals> =>
  new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')))

export interface Ran {
  code: number | NodeJS.Signals
  stdout: string
  stderr: string
}

/** One command of the bin, to its end. */
export async function fireline(args: string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      said[stream] += chunk
    })
  return { code: await goneOf(child), ...said }
}

/** Sends a signal to the PostgreSQL of a data folder, if it runs. `SIGQUIT` is its immediate shutdown. */
export function killPostgres(dataDir: string, signal: 'SIGKILL' | 'SIGQUIT'): void {
  const postmaster = readPostmaster(clusterFolder(dataDir))
  if (!postmaster) return
  try {
    process.kill(postmaster.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** A folder of a test's own that PostgreSQL's user may pass through: as root, Fireline would otherwise use another one. */
export function passableFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `fireline-${name}-`))
  chmodSync(folder, 0o711)
  return folder
}

export const logIn = (folder: string): string => join(folder, 'server.log')
