/** So many of so many. */
export type Share = readonly [of: number, all: number]

/**
 * Between what a share lies, one standard error to each side, in Wilson's form ("Probable inference", 1927), which holds for few as well: none of five may be
 * one of six.
 */
export function bounds([of, all]: Share): [least: number, most: number] {
  if (all === 0) return [0, 1]
  const middle = (of + 0.5) / (all + 1)
  const side = Math.sqrt((of * (all - of)) / all + 0.25) / (all + 1)
  return [Math.max(0, middle - side), Math.min(1, middle + side)]
}

/** By how much the first is surely more than the second; 0 when it may be chance. */
export const surelyMore = (a: Share, b: Share): number => Math.max(0, bounds(a)[0] - bounds(b)[1])

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

const least = 3
const floorMs = 10
const halves = 1.3

/** 0 for no slower, towards 1 for many times slower: a quarter of them has to lie beyond three quarters of before. Few milliseconds count for little. */
export function slower(now: readonly number[], before: readonly number[]): number {
  if (now.length < least || before.length < least) return 0
  const middle = (quantile(now, 0.5) + floorMs) / (quantile(before, 0.5) + floorMs)
  const apart = ((quantile(now, 0.25) + floorMs) / (quantile(before, 0.75) + floorMs)) * halves
  return Math.max(0, 1 - 1 / Math.min(middle, apart))
}
