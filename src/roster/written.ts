import type { Turn } from './schedule.ts'

/** How turns, days and lengths of time are written in the settings as code; each thing in one way, so that equal ones look equal. */

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** `12h`, `3d`, `1w`; months as `P1M`, since `1m` is a minute. */
export function turnText({ unit, count }: Turn): string {
  if (unit === 'hours') return `${count}h`
  if (unit === 'months') return `P${count}M`
  return count % 7 === 0 ? `${count / 7}w` : `${count}d`
}

/** 1 is Monday. */
export const dayText = (day: number): string => weekdays[day - 1] ?? String(day)

const unitsMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }

/** `10m`, `90s`, `1d`: the largest unit that divides. Nothing at all is `0m`. */
export function lengthText(ms: number): string {
  if (ms === 0) return '0m'
  const [unit, of] = Object.entries(unitsMs).find(([, one]) => ms % one === 0) ?? ['ms', 1]
  return `${ms / of}${unit}`
}

/** Milliseconds; undefined where it is no such text. */
export function lengthIn(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,8})(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  return unit === undefined ? undefined : Number(count) * unitsMs[unit as keyof typeof unitsMs]
}
