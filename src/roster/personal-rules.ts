import type { Temporal } from 'temporal-polyfill'
import { instant, localDay } from './schedule.ts'

/** How one person wants to be paged; the escalation policy says when they are meant. */
export interface PersonalRules {
  /** IANA; the hours below are of clocks there. */
  zone: string
  /** Each `channel` is a contact of theirs, `sms` or `sms:work-phone`. The first at once, the others that long after it unless somebody has it by then. None: the best channel, the next when it fails. */
  steps: { channel: string; afterMs: number }[]
  quiet: QuietHours[]
}

/** Local hours of these days, `to` after `from` or on the next day; no days: each. Only what is as bad as `lets` comes through. */
export interface QuietHours {
  days: number[]
  from: string
  to: string
  lets: 'sev1' | 'sev2' | 'none'
}

export interface PlannedCall {
  channel: string
  dueAt: string
}

/** Which channels when, for a page that is owed at `at`: never none while there is a channel, in order of time. */
export function callPlan(
  rules: PersonalRules | undefined,
  channels: readonly string[],
  severity: string,
  at: string,
): PlannedCall[] {
  const [best] = channels
  if (!best) return []
  const from = (rules && quietUntil(rules, severity, at)) ?? at
  const steps = (rules?.steps ?? []).filter(step => channels.includes(step.channel))
  const firstMs = steps[0]?.afterMs ?? 0
  const due = (ms: number) => new Date(Date.parse(from) + ms).toISOString()
  if (steps.length === 0) return [{ channel: best, dueAt: from }]
  return steps.map(({ channel, afterMs }) => ({ channel, dueAt: due(afterMs - firstMs) }))
}

/** The person's own order first, then what they did not name: it is called when the others fail. */
export function inOwnOrder(rules: PersonalRules | undefined, channels: readonly string[]): string[] {
  const named = (rules?.steps ?? []).map(step => step.channel).filter(channel => channels.includes(channel))
  return [...new Set([...named, ...channels])]
}

const weekMs = 7 * 24 * 3_600_000
/** Windows that touch are one quiet; more than these in a row are always. */
const mostWindows = 60

/** Until when it is quiet for somebody; undefined when they may be paged now. */
export function quietUntil({ zone, quiet }: PersonalRules, severity: string, at: string): string | undefined {
  const holds = quiet.filter(({ lets }) => lets === 'none' || severity > lets)
  const begin = Date.parse(at)
  let ms = begin
  for (let n = 0; n < mostWindows; n++) {
    const ends = holds.flatMap(one => endOf(one, zone, ms))
    if (ends.length === 0) break
    ms = Math.max(...ends)
  }
  return ms > begin ? new Date(ms).toISOString() : undefined
}

/** Nobody may be quiet for good: some minute of every week is loud. */
export const isAlwaysQuiet = (rules: PersonalRules, at: string): boolean =>
  Date.parse(quietUntil(rules, 'sev3', at) ?? at) - Date.parse(at) >= weekMs

/** When the window ends that this moment lies in; a window that began yesterday may reach into today. */
function endOf({ days, from, to }: QuietHours, zone: string, ms: number): number[] {
  const today = localDay(ms, zone)
  return [today.subtract({ days: 1 }), today].flatMap((day: Temporal.PlainDate) => {
    const isOn = days.length === 0 || days.includes(day.dayOfWeek)
    const [begins, ends] = [instant(day, from, zone), instant(to > from ? day : day.add({ days: 1 }), to, zone)]
    return isOn && begins <= ms && ms < ends ? [ends] : []
  })
}
