import type { ToRoom } from '../api/room-messages.ts'

type Output = Extract<ToRoom, { type: 'output' }>

/** Output on its way to some who watch: the first at once, what follows soon after it in one message. */
export interface GatheredOutput {
  add(output: Output): void
  flush(): void
}

const leastMs = 16
const mostLength = 64 * 1024
/** Telling takes at most about a tenth of the time, however many watch: in between, keys are heard. */
const restPerCost = 9

/** However long telling takes, nothing is gathered for longer than `mostMs`. */
export function gatheredOutput(mostMs: number, send: (output: Output) => void): GatheredOutput {
  let waiting: Output[] = []
  let length = 0
  let timer: NodeJS.Timeout | undefined
  let sentAtMs = Number.NEGATIVE_INFINITY
  let gatherMs = leastMs
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const last = waiting.at(-1)
    if (!last) return
    const output = waiting.length === 1 ? last : { ...last, data: waiting.map(({ data }) => data).join('') }
    waiting = []
    length = 0
    const fromMs = performance.now()
    send(output)
    sentAtMs = performance.now()
    gatherMs = Math.min(mostMs, Math.max(leastMs, restPerCost * (sentAtMs - fromMs)))
  }
  return {
    flush,
    add(output) {
      waiting.push(output)
      length += output.data.length
      const restMs = gatherMs - (performance.now() - sentAtMs)
      if (restMs <= 0 || (length > mostLength && gatherMs === leastMs)) flush()
      else timer ??= setTimeout(flush, restMs)
    },
  }
}
