import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DrillRun } from '../api/drill-run.ts'

/** What a drill is started with; `token` is an admin's, made for this one drill. */
export interface DrillWish {
  id: string
  fault: string
  auto: boolean
  fast: boolean
  by: string
  /** A person who agreed to be paged. */
  ring?: string
  url: string
  token: string
  at: string
  /** Afterwards, however it ended. */
  over(): Promise<void>
}

/** Drills of this node, one at a time, each a process of its own that is gone with this one. */
export interface Drills {
  running(): DrillRun | undefined
  list(): DrillRun[]
  start(wish: DrillWish): DrillRun
  /** Resolves when nothing of it is left. */
  stop(id: string): Promise<DrillRun | undefined>
  /** Before the server goes: what plays here takes away what it made, while it still can. */
  close(): Promise<void>
}

const mostKept = 10
const mostLines = 400
const stopWithinMs = 30_000
/** The server itself has 3 s to finish what is under way. */
const closeWithinMs = 2_500

export function drills(now: () => string): Drills {
  const runs: DrillRun[] = []
  let playing: { run: DrillRun; child: ChildProcess; ended: Promise<void> } | undefined
  const start = (wish: DrillWish): DrillRun => {
    const { id, fault, auto, by, at } = wish
    const run: DrillRun = { id, fault, auto, by, state: 'running', startedAt: at, lines: [] }
    runs.unshift(run)
    runs.length = Math.min(runs.length, mostKept)
    const child = launch(wish)
    const toItsEnd = async () => {
      await follow(child, run)
      run.endedAt = now()
      await wish.over().catch(() => {})
      playing = undefined
    }
    playing = { run, child, ended: toItsEnd() }
    return run
  }
  /** In order; what takes too long is cut off, and what that leaves is ended by the next drill. */
  const end = async (withinMs: number) => {
    if (!playing) return
    const { run, child, ended } = playing
    run.state = 'stopping'
    child.kill('SIGINT')
    const hard = setTimeout(() => child.kill('SIGKILL'), withinMs)
    await ended
    clearTimeout(hard)
  }
  return {
    running: () => playing?.run,
    list: () => runs,
    start,
    async stop(id) {
      if (playing?.run.id === id) await end(stopWithinMs)
      return runs.find(run => run.id === id)
    },
    close: () => end(closeWithinMs),
  }
}

function launch({ fault, auto, fast, ring, url, token }: DrillWish): ChildProcess {
  const beside = import.meta.url.endsWith('.ts') ? '../cli/cli.ts' : '../cli/cli.js'
  const flags = [...(auto ? ['--auto'] : []), ...(fast ? ['--fast'] : []), ...(ring ? ['--ring', ring] : [])]
  const cli = fileURLToPath(new URL(beside, import.meta.url))
  const { PATH = '', HOME = '', TMPDIR, LANG } = process.env
  // Not the server's settings: the shop has nothing to do with them.
  const env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...(LANG && { LANG }), FIRELINE_TOKEN: token }
  return spawn(process.execPath, [cli, 'drill', fault, '--server', url, '--lines', ...flags], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
}

/** Hears it out. */
function follow(child: ChildProcess, run: DrillRun): Promise<void> {
  let said = ''
  child.stderr?.on('data', chunk => (said = `${said}${String(chunk)}`.slice(-2_000)))
  const lines = child.stdout && createInterface({ input: child.stdout })
  lines?.on('line', line => hear(run, line))
  return new Promise(resolve => {
    child.once('error', error => (said ||= error.message))
    child.once('close', code => {
      run.state = run.state === 'stopping' ? 'stopped' : run.truth && code === 0 ? 'done' : 'failed'
      if (run.state === 'failed') run.reason = said.trim().slice(-500) || `It ended with ${code}.`
      resolve()
    })
  })
}

function hear(run: DrillRun, text: string): void {
  const { line, result } = read(text)
  if (line && run.lines.length < mostLines) run.lines.push(line)
  if (line?.step === 'alert') run.incident ??= /INC-\d+/.exec(line.words)?.[0]
  if (result) {
    const { entity, mechanism, temptingTheory } = result.truth
    run.truth = { entity, mechanism, temptingTheory }
  }
}

function read(text: string): { line?: DrillRun['lines'][number]; result?: { truth: NonNullable<DrillRun['truth']> } } {
  try {
    return JSON.parse(text) as ReturnType<typeof read>
  } catch {
    return {}
  }
}
