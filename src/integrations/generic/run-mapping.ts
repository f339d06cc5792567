import { Worker } from 'node:worker_threads'
import type { MappedField, Mapping } from './mapping.ts'

export interface MapRequest {
  mapping: Mapping
  /** JSON. */
  body: string
}

/** Alerts as JSON, an object of plain values each; or which expression went wrong; `mapping` is all of it. */
export type MapAnswer = { alerts: string } | { wrong: MappedField | 'many' | 'mapping'; message: string }

export interface MappingThreads {
  run(request: MapRequest): Promise<MapAnswer>
}

/** Too many wait for a thread. */
export class MappingBusy extends Error {}

const limits = { ms: 250, startMs: 10_000, threads: 2, waiting: 100, idleMs: 60_000 }
const memory = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 }

interface Job {
  request: MapRequest
  done(answer: MapAnswer): void
}

/**
 * Evaluates mappings in threads of their own, one job a thread. A thread that does not answer in 250 ms is ended, whatever it is
 * in: a loop, a regular expression that does not come back, memory beyond 64 MB. An idle one is ended after a minute. Throws `MappingBusy` when too many wait.
 */
export function mappingThreads(): MappingThreads {
  const waiting: Job[] = []
  const threads = new Set<Thread>()
  const next = () => {
    const idle = [...threads].find(thread => thread.isIdle())
    const thread = idle ?? (threads.size < limits.threads ? opened() : undefined)
    const job = thread && waiting.shift()
    if (thread && job) thread.take(job, next)
  }
  const opened = () => {
    const thread = openThread(() => threads.delete(thread))
    threads.add(thread)
    return thread
  }
  return {
    run(request) {
      if (waiting.length >= limits.waiting) return Promise.reject(new MappingBusy('too many mappings wait'))
      return new Promise(done => {
        waiting.push({ request, done })
        next()
      })
    },
  }
}

interface Thread {
  isIdle(): boolean
  take(job: Job, then: () => void): void
}

const program = new URL(
  import.meta.url.endsWith('.ts') ? './mapping-worker.ts' : './mapping-worker.js',
  import.meta.url,
)

/** `gone` is called once, before its last job is answered. */
function openThread(gone: () => void): Thread {
  const worker = new Worker(program, { resourceLimits: memory, env: {}, argv: [], execArgv: [] })
  worker.unref()
  let isReady = false
  let timer: NodeJS.Timeout | undefined
  let finish: ((answer: MapAnswer | undefined) => void) | undefined
  const endAfter = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void worker.terminate(), ms).unref()
  }
  worker.on('message', (said: MapAnswer | 'ready') => {
    if (said !== 'ready') return finish?.(said)
    isReady = true
    if (finish) endAfter(limits.ms)
  })
  // Out of memory comes as an error; an exit follows each end.
  worker.on('error', () => {})
  worker.on('exit', () => {
    gone()
    finish?.(undefined)
  })
  return {
    isIdle: () => finish === undefined,
    take({ request, done }, then) {
      endAfter(isReady ? limits.ms : limits.startMs)
      finish = answer => {
        finish = undefined
        endAfter(limits.idleMs)
        done(answer ?? { wrong: 'mapping', message: tookTooLong })
        then()
      }
      worker.postMessage(request, [])
    },
  }
}

const tookTooLong = `The mapping took longer than ${limits.ms} ms or more memory than it may, and was ended.`
