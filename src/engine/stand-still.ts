/** The exit code of a process that found itself stuck (sysexits: EX_SOFTWARE): whoever started it starts it again. */
export const stuckCode = 70

/** One look at a loop from beside it. `at` is by the wall, `ms` by a clock that only runs forward; `beats` grows while the loop turns. */
export interface Look {
  at: number
  ms: number
  beats: number
}

/** Looks come oftener than this; what is longer is not the loop alone. */
const mostMs = 1_000
/** Later than this, whoever looks did not run either. */
const lateMs = 5_000

/**
 * For how long a loop stood still while whoever looks at it went on, in milliseconds. A machine that was suspended, a process that was stopped and a
 * clock that was set begin it anew: then nobody could move, or nobody knows for how long.
 */
export function stoodStill(): (look: Look) => number {
  let last: Look | undefined
  let stoodMs = 0
  return look => {
    const tookMs = last ? look.ms - last.ms : 0
    const byWallMs = last ? look.at - last.at : 0
    const wasAway = tookMs > lateMs || Math.abs(byWallMs - tookMs) > lateMs
    stoodMs = !last || wasAway || look.beats !== last.beats ? 0 : stoodMs + Math.min(tookMs, mostMs)
    last = look
    return stoodMs
  }
}
