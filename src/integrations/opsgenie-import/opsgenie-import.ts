import { z } from 'zod'
import {
  type Imported,
  layerOf,
  oneAtATime,
  type ReadImport,
  slugs,
  type Window,
  type WrittenLayer,
  type WrittenPolicy,
  type WrittenWhom,
  windowsOf,
  wrongField,
} from '../../roster/import.ts'
import type { Turn } from '../../roster/schedule.ts'
import { isZone } from '../../roster/spec.ts'
import { lengthText } from '../../roster/written.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
const hour = z.int().min(0).max(24)
const minute = z.int().min(0).max(59)
const hours = z.object({ startHour: hour, startMin: minute, endHour: hour, endMin: minute })
const weekly = hours.extend({ startDay: z.enum(weekdays), endDay: z.enum(weekdays) })
const moment = z.iso.datetime({ offset: true })
const named = z.object({
  type: z.string(),
  id: z.string().nullish(),
  name: z.string().nullish(),
  username: z.string().nullish(),
})

const rotation = z.object({
  name: z.string().nullish(),
  startDate: moment,
  endDate: moment.nullish(),
  type: z.enum(['hourly', 'daily', 'weekly']),
  length: z.int().min(1).max(1_000).default(1),
  participants: z.array(named).max(500),
  timeRestriction: z
    .union([
      z.object({ type: z.literal('time-of-day'), restriction: hours }),
      z.object({ type: z.literal('weekday-and-time-of-day'), restrictions: z.array(weekly).max(100) }),
    ])
    .nullish(),
})

const delayUnits = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

const exported = z.object({
  users: z.array(z.object({ username: z.email(), fullName: z.string().nullish() })).max(5_000),
  schedules: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        timezone: z.string().refine(isZone, 'An IANA time zone.'),
        rotations: z.array(rotation).max(100),
      }),
    )
    .max(1_000),
  escalations: z
    .array(
      z.object({
        name: z.string(),
        rules: z
          .array(
            z.object({
              delay: z.object({
                timeAmount: z.number().min(0),
                timeUnit: z.enum(['minutes', 'hours', 'days']).default('minutes'),
              }),
              notifyType: z.string().default('default'),
              recipient: named,
            }),
          )
          .max(50),
        repeat: z.object({ waitInterval: z.number().min(0).nullish(), count: z.int().min(0).nullish() }).nullish(),
      }),
    )
    .max(1_000)
    .default([]),
})

type Exported = z.output<typeof exported>
type Named = z.output<typeof named>

/** The `data` of Opsgenie's `GET /v2/users`, `/v2/schedules?expand=rotation` and `/v2/escalations`, as one document. */
export const readOpsgenie: ReadImport = (body, at) => {
  const read = exported.safeParse(body)
  return read.success ? imported(read.data, at) : wrongField(read.error.issues[0])
}

function imported({ users, schedules, escalations }: Exported, at: string): Imported {
  const left: string[] = []
  const emails = new Set(users.map(one => one.username))
  const [scheduleSlug, policySlug] = [slugs(), slugs()]
  const found: Imported['schedules'] = {}
  const slugOf = new Map<string, string>()
  for (const { id, name, timezone: zone, rotations } of schedules) {
    const tell = (says: string) => left.push(`${name}: ${says}`)
    const layers = rotations.flatMap(one => layerFrom(one, { zone, at, emails, tell }))
    if (layers.length > 1)
      left.push(
        oneAtATime(
          name,
          rotations.map(one => one.name ?? 'a rotation'),
        ),
      )
    if (layers.length === 0) {
      tell('it has nobody, and is left out.')
      continue
    }
    const slug = scheduleSlug(name)
    found[slug] = { zone, layers }
    for (const key of [id, name]) slugOf.set(key, slug)
  }
  const whomOf = ({ type, id, name, username }: Named): WrittenWhom[] => {
    const schedule = type === 'schedule' ? (slugOf.get(id ?? '') ?? slugOf.get(name ?? '')) : undefined
    if (schedule) return [{ schedule }]
    if (type === 'user' && emails.has(username ?? '')) return [{ person: username ?? '' }]
    left.push(`An escalation means the ${type} ${name ?? username ?? id}, which pages nobody here.`)
    return []
  }
  const policies = escalations.map(one => {
    if (one.rules.some(rule => rule.notifyType !== 'default'))
      left.push(`${one.name}: who is next, previous or random is not known here; who is on call is called.`)
    return [policySlug(one.name), policyFrom(one, whomOf)] as const
  })
  const people = users.map(({ username, fullName }) => ({ name: fullName ?? username, email: username }))
  return { schedules: found, policies: Object.fromEntries(policies), people, left }
}

interface Around {
  zone: string
  at: string
  emails: ReadonlySet<string>
  tell(says: string): void
}

function layerFrom(one: z.output<typeof rotation>, { zone, at, emails, tell }: Around): WrittenLayer[] {
  const name = one.name ?? 'a rotation'
  if (one.endDate && Date.parse(one.endDate) <= Date.parse(at)) return []
  const turn: Turn = {
    unit: one.type === 'hourly' ? 'hours' : 'days',
    count: one.length * (one.type === 'weekly' ? 7 : 1),
  }
  const people = one.participants.flatMap(({ type, username }) =>
    type === 'user' && emails.has(username ?? '') ? [username ?? ''] : [],
  )
  const isWhole = people.length === one.participants.length
  const divides = turn.unit === 'days' || 24 % turn.count === 0
  if (!isWhole) tell(`${name} names a team, nobody, or somebody who is not in the export; it is left out.`)
  if (!divides) tell(`turns of ${turn.count} hours in ${name} do not divide a day; it is left out.`)
  if (!isWhole || !divides || people.length === 0) return []
  const end = one.endDate ? { to: one.endDate } : {}
  return [layerOf({ zone, people, turn, startsAt: one.startDate, ...end, windows: windowsFrom(one) })]
}

function windowsFrom({ timeRestriction }: z.output<typeof rotation>): Window[] {
  if (!timeRestriction) return []
  if (timeRestriction.type === 'time-of-day') {
    const { startHour, startMin, endHour, endMin } = timeRestriction.restriction
    const minutes = (endHour * 60 + endMin - startHour * 60 - startMin + 1_440) % 1_440 || 1_440
    return windowsOf(clock(startHour, startMin), minutes)
  }
  return timeRestriction.restrictions.flatMap(({ startDay, startHour, startMin, endDay, endHour, endMin }) => {
    const days = (weekdays.indexOf(endDay) - weekdays.indexOf(startDay) + 7) % 7
    const minutes = days * 1_440 + endHour * 60 + endMin - startHour * 60 - startMin
    return windowsOf(
      clock(startHour, startMin),
      minutes > 0 ? minutes : minutes + 7 * 1_440,
      weekdays.indexOf(startDay) + 1,
    )
  })
}

const clock = (hour: number, minute: number) =>
  `${String(hour % 24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** A rule's delay counts from the alert, as a step's `after` does. */
function policyFrom(
  { rules, repeat }: Exported['escalations'][number],
  whomOf: (one: Named) => WrittenWhom[],
): WrittenPolicy {
  const steps = rules
    .map(({ delay, recipient }) => ({
      afterMs: delay.timeAmount * delayUnits[delay.timeUnit],
      notify: whomOf(recipient),
    }))
    .filter(({ notify }) => notify.length > 0)
    .toSorted((a, b) => a.afterMs - b.afterMs)
    .map(({ afterMs, notify }) => ({ after: lengthText(afterMs), notify }))
  const wait = Math.max(1, repeat?.waitInterval ?? 5)
  return { steps, repeat: Math.min(20, repeat?.count ?? 0), repeatAfter: lengthText(wait * 60_000) }
}
