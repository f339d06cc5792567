import { z } from 'zod'
import { midnight, type Schedule, type Turn } from './schedule.ts'

/** Schedules and policies as they are sent and kept. */

export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A local time, as "09:00".')
const moment = z.iso.datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T08:00:00Z".' })
const id = z.string().trim().min(1).max(100)
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export const zone = z.string().max(100).refine(isZone, 'An IANA time zone, as "Europe/Berlin".')
export const day = z
  .string()
  .regex(/^(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}$/i, 'A weekday, as "mon".')
  .transform(word => weekdays.indexOf(word.slice(0, 3).toLowerCase()) + 1)
  .refine(n => n > 0, 'A weekday, as "mon".')

/** `day`, `week`, `month`, `2w`, `12h`, or an ISO 8601 duration: `P1W`, `P3D`, `P1M`, `PT12H`. */
const every = z
  .string()
  .max(20)
  .transform((text, check): Turn => {
    const turn = turnOf(text.trim())
    if (turn) return turn
    check.addIssue({
      code: 'custom',
      message: 'A turn: "day", "week", "month", "2w", "3d", "12h", or as P1W, P3D, P1M, PT12H.',
    })
    return z.NEVER
  })

const dayOrMoment = z.union([moment, z.iso.date()], 'A day or a time in RFC 3339.')

const layer = z
  .strictObject({
    people: z.array(id).min(1, 'A layer needs somebody.').max(100),
    every: every.default({ unit: 'days', count: 7 }),
    handOverAt: time.default('09:00'),
    from: dayOrMoment,
    to: dayOrMoment.optional(),
    restrictions: z
      .array(z.strictObject({ days: z.array(day).max(7).default([]), from: time, to: time }))
      .max(50)
      .default([]),
  })
  .refine(({ from, to }) => !to || Date.parse(from) < Date.parse(to), {
    message: 'Ends after it begins.',
    path: ['to'],
  })

/** Somebody for a time, in a schedule or added to it by itself. */
export const override = z
  .strictObject({ person: id, from: moment, to: moment, reason: z.string().trim().max(300).optional() })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { message: 'Ends after it begins.', path: ['to'] })

export const scheduleSpec = z.strictObject({
  zone: zone.default('UTC'),
  layers: z.array(layer).min(1, 'A schedule needs a layer.').max(20),
  overrides: z.array(override).max(500).default([]),
})

const whom = z.union([z.strictObject({ person: id }), z.strictObject({ schedule: id })], '{person} or {schedule}.')
const day24Ms = 24 * 60 * 60_000

export const policySpec = z.strictObject({
  steps: z
    .array(z.strictObject({ afterMs: z.int().min(0).max(day24Ms), notify: z.array(whom).min(1).max(50) }))
    .min(1, 'A policy needs a step.')
    .max(20)
    .refine(steps => steps.every((step, n) => step.afterMs >= (steps[n - 1]?.afterMs ?? 0)), {
      message: 'Each step comes after the one before it: afterMs counts from the begin of the round.',
    }),
  repeat: z.int().min(0).max(20).default(0),
  repeatAfterMs: z.int().min(60_000, 'At least 60000: a minute between rounds.').max(day24Ms).default(300_000),
  fallback: whom.optional(),
  /** Said knowingly, as for a drill: that nobody whom it names can be paged is meant. */
  pagesNobody: z.literal(true).optional(),
})

export type ScheduleSpec = z.input<typeof scheduleSpec>
export type Policy = z.output<typeof policySpec>

/** A stored spec as `onCallAt` reads it: a plain day begins at its local midnight. */
export function toSchedule(spec: z.output<typeof scheduleSpec>): Schedule {
  const moment = (said: string) => (said.length === 10 ? midnight(said, spec.zone) : said)
  const layers = spec.layers.map(one => ({ ...one, from: moment(one.from), ...(one.to && { to: moment(one.to) }) }))
  return { ...spec, layers }
}

/** A map, not an object: `constructor` is no turn. */
const words = new Map<string, Turn>([
  ['day', { unit: 'days', count: 1 }],
  ['daily', { unit: 'days', count: 1 }],
  ['week', { unit: 'days', count: 7 }],
  ['weekly', { unit: 'days', count: 7 }],
  ['month', { unit: 'months', count: 1 }],
  ['monthly', { unit: 'months', count: 1 }],
])

function turnOf(text: string): Turn | undefined {
  const word = words.get(text.toLowerCase())
  if (word) return word
  const months = Number(/^P(\d{1,2})M$/i.exec(text)?.[1] ?? 0)
  if (months > 0) return { unit: 'months', count: months }
  const [, count, letter] = /^P?(?:T(?=\d+H))?(\d{1,3})([DWH])$/i.exec(text) ?? []
  const n = Number(count)
  if (!letter || n === 0) return undefined
  if (letter.toUpperCase() === 'H')
    return n < 24 && 24 % n === 0 ? { unit: 'hours', count: n } : n === 24 ? words.get('day') : undefined
  return { unit: 'days', count: letter.toUpperCase() === 'W' ? n * 7 : n }
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
