import type { Report } from '../alert/report.ts'
import type { Accepted } from './accept.ts'

/** An accepted report, read. */
export interface Told {
  at: string
  report: Report
}

/** Times that are this near count as one. */
const togetherMs = 1_000

/** Neighbours that may be applied as one: nothing but alerts, and accepted within a second of each other. */
export function foldable(accepted: readonly Accepted[]): Told[][] {
  const folds: Told[][] = []
  for (const { at, body } of accepted) {
    const told: Told = { at, report: JSON.parse(body) as Report }
    const fold = folds.at(-1)
    const [first] = fold ?? []
    if (fold && first && isPlain(first) && isPlain(told) && isNear(first.at, at)) fold.push(told)
    else folds.push([told])
  }
  return folds
}

const isPlain = ({ report }: Told): boolean =>
  !report.change && !report.leftOut && !report.expired && !report.acknowledged

const isNear = (a: string, b: string): boolean => Math.abs(Date.parse(b) - Date.parse(a)) < togetherMs
