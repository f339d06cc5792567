import { Worker } from 'node:worker_threads'
import type { Snapshot } from './screen.ts'

/** What changes a screen. */
export type Told =
  | { type: 'open'; cols: number; rows: number }
  | { type: 'write'; data: string; offset: number }
  | { type: 'resize'; cols: number; rows: number }
  | { type: 'replace'; data: string; offset: number }

export type ToScreens = { screen: number } & (
  | Told
  | { type: 'ask'; ask: number; what: 'snapshot' | 'text' }
  | { type: 'end' }
)

export type FromScreens = { screen: number } & (
  | { type: 'position'; offset: number }
  | { type: 'answer'; ask: number; answer: Snapshot | string }
)

/** One screen at the thread. `again` says everything that a thread has to be told that knows nothing of it. */
export interface AtThread {
  heard(said: FromScreens): void
  again(say: (told: ToScreens) => void, isPoison: boolean): void
}

const program = new URL(import.meta.url.endsWith('.ts') ? './screen-worker.ts' : './screen-worker.js', import.meta.url)
const memory = { maxOldGenerationSizeMb: 512 }
/** Dead so soon after it began again: what it was told to show is what ends it. */
const poisonMs = 5_000

const screens = new Map<number, AtThread>()
let thread: Worker | undefined
let lastId = 0

/** All screens of this process share one thread. It is there while there are screens, and begins anew when it dies. */
export function joinThread(screen: AtThread): { id: number; say(told: ToScreens): void; leave(): void } {
  const id = (lastId += 1)
  screens.set(id, screen)
  thread ??= begin()
  return {
    id,
    say: told => thread?.postMessage(told, []),
    leave() {
      if (!screens.delete(id)) return
      if (screens.size > 0) return thread?.postMessage({ screen: id, type: 'end' } satisfies ToScreens, [])
      void thread?.terminate()
      thread = undefined
    },
  }
}

/** For whoever ends it or looks at it. */
export const threadOfScreens = (): Worker | undefined => thread

function begin(isAgain = false): Worker {
  const beganAt = performance.now()
  const worker = new Worker(program, { resourceLimits: memory, env: {}, argv: [], execArgv: [] })
  worker.unref()
  worker.on('message', (said: FromScreens) => screens.get(said.screen)?.heard(said))
  // Out of memory comes as an error; an exit follows each end.
  worker.on('error', () => {})
  worker.on('exit', () => {
    if (thread !== worker) return
    const next = begin(true)
    thread = next
    const isPoison = isAgain && performance.now() - beganAt < poisonMs
    for (const screen of screens.values()) screen.again(told => next.postMessage(told, []), isPoison)
  })
  return worker
}
