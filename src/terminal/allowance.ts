/** How much a recording may grow: so much at once, and so much more with each second. Bytes and milliseconds. */
export interface Allowance {
  /** What is left at this size; below zero when it grew on all the same. */
  left(size: number, atMs: number): number
}

export function allowance(burst: number, perSecond: number): Allowance {
  let left = burst
  let wasSize: number | undefined
  let wasMs = 0
  return {
    left(size, atMs) {
      if (wasSize !== undefined) {
        const earned = (perSecond * Math.max(0, atMs - wasMs)) / 1000
        left = Math.min(burst, left + earned) - (size - wasSize)
      }
      wasSize = size
      wasMs = atMs
      return left
    },
  }
}
