import { Temporal } from 'temporal-polyfill'
import { instant, localDay, type Turn } from './schedule.ts'
import { dayText, turnText } from './written.ts'

/** Schedules and policies of another pager, as the settings as code write them: people by mail address. */
export interface Imported {
  schedules: Record<string, { zone: string; layers: WrittenLayer[] }>
  policies: Record<string, WrittenPolicy>
  /** Everybody who is named. */
  people: { name: string; email: string }[]
  /** What could not be carried over, a sentence each. */
  left: string[]
}

/** What another pager exported, as Fireline has it; or the field that is wrong. `at`: now. */
export type ReadImport = (body: unknown, at: string) => Imported | { path: string; says: string }

export interface WrittenLayer {
  people: string[]
  every: string
  handOverAt: string
  from: string
  to?: string
  restrictions?: Window[]
}

/** Local hours, `to` after `from` or on the next day; equal: a whole day. */
export interface Window {
  days?: string[]
  from: string
  to: string
}

export type WrittenWhom = { person: string } | { schedule: string }

export interface WrittenPolicy {
  steps: { after: string; notify: WrittenWhom[] }[]
  repeat?: number
  repeatAfter?: string
}

/** Turns that follow each other for ever, the first from `startsAt` on. */
export interface Rotation {
  zone: string
  people: string[]
  turn: Turn
  startsAt: string
  /** Nobody is on call from it before; it goes on counting from `startsAt`. */
  onlyFrom?: string
  to?: string
  windows?: Window[]
}

/** The layer that has the same people on call. It begins with the turn in which the rotation does. */
export function layerOf({ zone, people, turn, startsAt, onlyFrom, to, windows = [] }: Rotation): WrittenLayer {
  const first = localDay(Date.parse(startsAt), zone)
  const handOverAt = clockOf(startsAt, zone)
  const late =
    onlyFrom && Date.parse(onlyFrom) > Date.parse(startsAt)
      ? wholeTurns(first, onlyFrom, { zone, turn, handOverAt })
      : 0
  const days = turn.unit === 'days' ? late * turn.count : late
  const turns = turn.unit === 'hours' ? late * (24 / turn.count) : late
  const from =
    turn.unit === 'months' ? startsAt : new Date(instant(first.add({ days }), handOverAt, zone)).toISOString()
  return {
    people: turn.unit === 'months' ? people : rotated(people, turns),
    every: turnText(turn),
    handOverAt,
    from: days === 0 ? startsAt : from,
    ...(to && { to }),
    ...(windows.length > 0 && { restrictions: together(windows) }),
  }
}

interface Ticking {
  zone: string
  turn: Turn
  handOverAt: string
}

/** Of turns of days, or days of turns of hours, those that are over by then. */
function wholeTurns(first: Temporal.PlainDate, at: string, { zone, turn, handOverAt }: Ticking): number {
  const today = localDay(Date.parse(at), zone)
  const day = instant(today, handOverAt, zone) <= Date.parse(at) ? today : today.subtract({ days: 1 })
  const days = first.until(day, { largestUnit: 'days' }).days
  return turn.unit === 'days' ? Math.floor(days / turn.count) : days
}

export const rotated = <T>(list: readonly T[], by: number): T[] => {
  const start = list.length === 0 ? 0 : ((by % list.length) + list.length) % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

export function clockOf(at: string, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** `2026-01-05T09:00:00` there, as RFC 3339; undefined where it is no such text. */
export function momentThere(local: string, zone: string): string | undefined {
  try {
    return Temporal.PlainDateTime.from(local.replace(/Z$/, '')).toZonedDateTime(zone).toInstant().toString()
  } catch {
    return undefined
  }
}

/** When the turn that ends then began. */
export function turnBefore(at: string, zone: string, { unit, count }: Turn): string {
  return Temporal.Instant.from(at)
    .toZonedDateTimeISO(zone)
    .subtract({ [unit]: count })
    .toInstant()
    .toString()
}

/** Said where another pager pages several at once, and a schedule here has one. */
export const oneAtATime = (schedule: string, others: readonly string[]): string =>
  `${schedule}: there, all who are on call at a time are paged; here a later layer covers an earlier one (${others.join(', ')}).`

/** The first thing that is wrong with an export. */
export const wrongField = (issue: { path: PropertyKey[]; message: string } | undefined) => ({
  path: issue?.path.map(String).join('.') ?? '',
  says: issue?.message ?? 'This is no such export.',
})

/** A turn of so many seconds; undefined where hand-overs would drift through the day. */
export function turnOfSeconds(seconds: number): Turn | undefined {
  const hours = seconds / 3_600
  if (hours > 0 && hours % 24 === 0) return { unit: 'days', count: hours / 24 }
  return Number.isInteger(hours) && hours > 0 && 24 % hours === 0 ? { unit: 'hours', count: hours } : undefined
}

const dayMinutes = 24 * 60

/** From this local time for so long, each day or from this weekday (1 is Monday) on; all of the time is no window. */
export function windowsOf(clock: string, minutes: number, day?: number): Window[] {
  if (minutes >= (day === undefined ? dayMinutes : 7 * dayMinutes)) return []
  const windows: Window[] = []
  for (let n = 0; n * dayMinutes < minutes; n++) {
    const to = clockAfter(clock, Math.min(dayMinutes, minutes - n * dayMinutes))
    windows.push({ ...(day !== undefined && { days: [dayText(((day - 1 + n) % 7) + 1)] }), from: clock, to })
  }
  return windows
}

function clockAfter(clock: string, minutes: number): string {
  const all = (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)) + minutes) % dayMinutes
  return `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`
}

/** Equal hours of several days are one window. */
function together(windows: readonly Window[]): Window[] {
  const all = new Map<string, Window>()
  for (const { days, from, to } of windows) {
    const key = `${from} ${to} ${days === undefined}`
    const known = all.get(key)
    const more = [...new Set([...(known?.days ?? []), ...(days ?? [])])]
    all.set(key, { ...(days && { days: more }), from, to })
  }
  return [...all.values()]
}

/** Names of things as ours are called; two of one name are told apart by a number. */
export function slugs(): (name: string) => string {
  const taken = new Set<string>()
  return name => {
    const plain = name
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 58)
    const base = plain || 'imported'
    let slug = base
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`
    taken.add(slug)
    return slug
  }
}
