import { later } from '../../incident/obligation.ts'
import type { Group } from './group.ts'

/** What is known of a group when alerts of it want an incident. Times are RFC 3339. */
export interface GroupNow {
  /** An incident holds it that is not resolved; `lastAlertAt` is when an alert last opened or joined it, if one did. */
  open?: { lastAlertAt?: string }
  /** Since when each alert of it wants one: those that wait, and those that come now. */
  since: readonly string[]
}

const thresholdWindowMs = 5 * 60_000

/** Alerts of a group join the incident that is open, open one, or wait until they are enough. */
export function howToEnter(
  { windowMs, threshold }: Group,
  { open, since }: GroupNow,
  now: string,
): 'joins' | 'opens' | 'waits' {
  const { lastAlertAt } = open ?? {}
  if (open && (!windowMs || !lastAlertAt || now <= later(lastAlertAt, windowMs))) return 'joins'
  if (threshold === undefined) return 'opens'
  const begin = later(now, -(windowMs ?? thresholdWindowMs))
  return since.filter(at => at >= begin).length < threshold ? 'waits' : 'opens'
}
