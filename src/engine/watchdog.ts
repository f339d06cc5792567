import { url as debuggerAt } from 'node:inspector'
import { Worker } from 'node:worker_threads'
import type { Settings } from '../settings.ts'

const beatMs = 500

/** What the loop tells the thread beside it, in memory that both see. */
export const told = { beats: 0, hasDebugger: 1 } as const

/** What the thread knows of its process from the start: it can ask nobody once the loop stands still. */
export interface Watched {
  shared: SharedArrayBuffer
  afterMs: number
  settings: Settings
  /** This node's name, and where people find Fireline. */
  name: string
  url: string
}

/**
 * A thread beside the loop: when it stands still for `afterMs` the thread says where it stands, tells the operators, and ends the process with code 70, so
 * that whoever started it starts it again. Never while a debugger is there. `program` is the thread's.
 */
export function startWatchdog(program: URL, watched: Omit<Watched, 'shared'>): { stop(): void } {
  const shared = new SharedArrayBuffer(8)
  const beats = new Int32Array(shared)
  const beat = () => {
    Atomics.store(beats, told.hasDebugger, debuggerAt() === undefined ? 0 : 1)
    Atomics.add(beats, told.beats, 1)
  }
  beat()
  const timer = setInterval(beat, beatMs).unref()
  const workerData: Watched = { ...watched, shared }
  const thread = new Worker(program, {
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 2 },
  })
  thread.unref()
  // Without it Fireline goes on as it did; a loop that stands still is seen from outside then.
  thread.on('error', () => clearInterval(timer))
  return {
    stop() {
      clearInterval(timer)
      void thread.terminate()
    },
  }
}
