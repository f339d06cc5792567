import { later } from '../../incident/obligation.ts'
import type { AlertRules } from './alert-rules.ts'

/** How an alert went up and down lately. Times are RFC 3339. */
export interface Changes {
  at: readonly string[]
  /** Unless it changes again. */
  flapsUntil?: string
}

export type Changed = Changes & {
  /** It was no flapping alert before this change. */
  begins?: boolean
}

/** It changed: began to fire, or ended. It flaps after more changes than the rule has, until it was steady for as long. */
export function changed(rule: NonNullable<AlertRules['flapping']>, was: Changes, now: string): Changed {
  const since = later(now, -rule.withinMs)
  const at = [...was.at.filter(time => time > since), now].slice(-(rule.changes + 1))
  const wasFlapping = was.flapsUntil !== undefined && now < was.flapsUntil
  if (!wasFlapping && at.length <= rule.changes) return { at }
  return { at, flapsUntil: later(now, rule.withinMs), begins: !wasFlapping }
}
