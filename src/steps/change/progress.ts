import type { CopyStep } from '../../incident/prints.ts'

/** How far a copy is, and how fast; `leftMs` only when it is known of all that is still to come. */
export type HowFar = CopyStep & { perSecond?: number; leftMs?: number }

export interface Progress {
  /** `ms`: any clock that only goes forward. */
  hear(step: CopyStep, ms: number): void
  /** Undefined until something was heard. */
  now(ms: number): HowFar | undefined
}

/** A rate is that of the last seconds: a copy that was fast and stands still now is not fast. */
const rateOverMs = 10_000
const leastMs = 500

/** `tookMs`: how long the same took the last time, from its first byte to its proof. */
export function progressOf(begunMs: number, tookMs?: number): Progress {
  let heard: { step: CopyStep; ms: number }[] = []
  return {
    hear(step, ms) {
      const before = heard.at(-1)?.step
      const isSame = before?.phase === step.phase && before.unit === step.unit && before.done <= step.done
      const since = heard.findLastIndex(one => one.ms <= ms - rateOverMs)
      heard = [...(isSame ? heard.slice(Math.max(0, since)) : []), { step, ms }]
    },
    now(ms) {
      const last = heard.at(-1)?.step
      if (!last) return undefined
      const perSecond = rateOf(heard, ms)
      const leftMs = leftOf(last, perSecond, tookMs === undefined ? undefined : tookMs - (ms - begunMs))
      return { ...last, ...(perSecond !== undefined && { perSecond }), ...(leftMs !== undefined && { leftMs }) }
    },
  }
}

function rateOf(heard: readonly { step: CopyStep; ms: number }[], ms: number): number | undefined {
  const [first, last] = [heard[0], heard.at(-1)]
  if (!first || !last || ms - first.ms < leastMs || last.step.done === first.step.done) return undefined
  return Math.round((last.step.done - first.step.done) / ((ms - first.ms) / 1_000))
}

/** By the last time; never less than this part alone still needs, and nothing once it takes longer than it ever did. */
function leftOf({ done, of }: CopyStep, perSecond: number | undefined, byLastTimeMs: number | undefined) {
  if (byLastTimeMs === undefined) return undefined
  const ofPartMs = of !== undefined && perSecond ? ((of - done) / perSecond) * 1_000 : 0
  const leftMs = Math.round(Math.max(byLastTimeMs, ofPartMs))
  return leftMs > 0 ? leftMs : undefined
}
