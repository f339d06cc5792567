import { z } from 'zod'
import {
  type Imported,
  layerOf,
  momentThere,
  oneAtATime,
  type ReadImport,
  type Rotation,
  rotated,
  slugs,
  type Window,
  type WrittenLayer,
  type WrittenPolicy,
  type WrittenWhom,
  windowsOf,
  wrongField,
} from '../../roster/import.ts'
import { isZone } from '../../roster/spec.ts'
import { lengthText } from '../../roster/written.ts'
import { beginOfWeek, weekdayOf } from './week.ts'

const id = z.string().max(200)
const zone = z.string().refine(isZone, 'An IANA time zone.')
const local = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/, 'A local time, as "2020-09-10T08:00:00".')
const icalDay = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])
const weekdays = icalDay.options

const shift = z.object({
  id,
  name: z.string().nullish(),
  type: z.string(),
  level: z.int().nullish(),
  start: local,
  rotation_start: local.nullish(),
  duration: z.number().positive(),
  time_zone: zone.nullish(),
  frequency: z.enum(['hourly', 'daily', 'weekly', 'monthly']).nullish(),
  interval: z.int().min(1).nullish(),
  until: local.nullish(),
  week_start: icalDay.nullish(),
  by_day: z.array(icalDay).nullish(),
  by_month: z.array(z.int()).nullish(),
  by_monthday: z.array(z.int()).nullish(),
  users: z.array(id).nullish(),
  rolling_users: z.array(z.array(id)).max(500).nullish(),
  start_rotation_from_user_index: z.int().min(0).nullish(),
})

const step = z.object({
  escalation_chain_id: id,
  position: z.int(),
  type: z.string(),
  duration: z.number().nullish(),
  persons_to_notify: z.array(id).nullish(),
  notify_on_call_from_schedule: id.nullish(),
})

const exported = z.object({
  users: z.array(z.object({ id, email: z.email(), username: z.string().nullish() })).max(5_000),
  schedules: z
    .array(z.object({ id, name: z.string(), time_zone: zone.nullish(), shifts: z.array(id).nullish() }))
    .max(1_000),
  on_call_shifts: z.array(shift).max(5_000),
  escalation_chains: z
    .array(z.object({ id, name: z.string() }))
    .max(1_000)
    .default([]),
  escalation_policies: z.array(step).max(5_000).default([]),
})

type Exported = z.output<typeof exported>
type Shift = z.output<typeof shift>

/** The `results` of `/users`, `/schedules`, `/on_call_shifts`, `/escalation_chains` and `/escalation_policies` of Grafana OnCall's API, as one document. */
export const readGrafanaOnCall: ReadImport = (body, at) => {
  const read = exported.safeParse(body)
  return read.success ? imported(read.data, at) : wrongField(read.error.issues[0])
}

function imported(all: Exported, at: string): Imported {
  const left: string[] = []
  const emails = new Map(all.users.map(one => [one.id, one.email]))
  const [scheduleSlug, policySlug] = [slugs(), slugs()]
  const found: Imported['schedules'] = {}
  const slugOf = new Map<string, string>()
  for (const { id: key, name, time_zone: own, shifts = [] } of all.schedules) {
    const tell = (says: string) => left.push(`${name}: ${says}`)
    // The higher level covers the lower one; here it comes last.
    const mine = all.on_call_shifts
      .filter(one => shifts?.includes(one.id))
      .toSorted((a, b) => (a.level ?? 0) - (b.level ?? 0))
    const zones = [...new Set(mine.map(one => one.time_zone ?? own ?? 'UTC'))]
    if (zones.length > 1) tell(`its shifts are in ${zones.join(', ')}; here all go by the clocks of ${zones[0]}.`)
    const layers = mine.flatMap(one => layerFrom(one, { zone: zones[0] ?? 'UTC', at, emails, tell }))
    const levels = new Set(mine.map(one => one.level ?? 0))
    if (levels.size < layers.length)
      left.push(
        oneAtATime(
          name,
          mine.map(one => one.name ?? one.id),
        ),
      )
    if (layers.length === 0) {
      tell('it has nobody, and is left out.')
      continue
    }
    const slug = scheduleSlug(name)
    found[slug] = { zone: zones[0] ?? 'UTC', layers }
    slugOf.set(key, slug)
  }
  const policies = all.escalation_chains.map(chain => {
    const steps = all.escalation_policies.filter(one => one.escalation_chain_id === chain.id)
    const tell = (says: string) => left.push(`${chain.name}: ${says}`)
    return [policySlug(chain.name), policyFrom(steps, { emails, slugOf, tell })] as const
  })
  const people = all.users.map(({ email, username }) => ({ name: username ?? email, email }))
  return { schedules: found, policies: Object.fromEntries(policies), people, left }
}

interface Around {
  zone: string
  at: string
  emails: ReadonlyMap<string, string>
  tell(says: string): void
}

function layerFrom(one: Shift, { zone: where, at, emails, tell }: Around): WrittenLayer[] {
  const name = one.name ?? one.id
  const until = one.until ? momentThere(one.until, where) : undefined
  if (until && Date.parse(until) <= Date.parse(at)) return []
  if (one.type === 'single_event') return without(tell, `${name} is for once: make it an override.`)
  const groups = one.type === 'rolling_users' ? (one.rolling_users ?? []) : [one.users ?? []]
  if (groups.some(group => group.length > 1)) tell(`${name} has several people at once; the first of them is on call.`)
  const people = rotated(groups, one.start_rotation_from_user_index ?? 0).map(([first]) => emails.get(first ?? ''))
  const known = people.filter(email => email !== undefined)
  if (known.length < people.length)
    return without(tell, `${name} names somebody who is not in the export; it is left out.`)
  const turns = known.length > 0 ? turnsOf(one, where, groups.length) : undefined
  if (!turns) return without(tell, `${name} repeats in a way that a layer cannot; it is left out.`)
  const [onlyFrom] = one.rotation_start ? [momentThere(one.rotation_start, where)] : []
  return [layerOf({ zone: where, people: known, ...turns, ...(onlyFrom && { onlyFrom }), ...(until && { to: until }) })]
}

/** Says why, and leaves it out. */
function without(tell: Around['tell'], why: string): WrittenLayer[] {
  tell(why)
  return []
}

type Turns = Pick<Rotation, 'turn' | 'startsAt' | 'windows'>

/** The shapes that a layer has too: all of each turn, or the same hours of each day, or of some weekdays, in turns of days or weeks. */
function turnsOf(one: Shift, where: string, groups: number): Turns | undefined {
  const startsAt = momentThere(one.start, where)
  const [interval, minutes, clock] = [one.interval ?? 1, one.duration / 60, one.start.slice(11, 16)]
  if (!startsAt || one.by_month?.length || one.by_monthday?.length) return undefined
  const dayHours = windowsOf(clock, minutes)
  if (one.frequency === 'hourly')
    return minutes === interval * 60 && 24 % interval === 0
      ? { turn: { unit: 'hours', count: interval }, startsAt }
      : undefined
  if (one.frequency === 'daily' && !one.by_day?.length) {
    if (minutes === interval * 1_440) return { turn: { unit: 'days', count: interval }, startsAt }
    return interval === 1 ? { turn: { unit: 'days', count: 1 }, startsAt, windows: dayHours } : undefined
  }
  if (one.frequency !== 'weekly' || (groups === 1 && interval > 1)) return undefined
  const turn = { unit: 'days', count: 7 * interval } as const
  if (minutes === interval * 10_080 && (one.by_day ?? []).length < 2) return { turn, startsAt }
  // More weeks than one, and only a part of them: what is left out of a turn is nobody's there.
  if (interval > 1) return undefined
  const days = one.by_day?.length ? one.by_day.map(day => weekdays.indexOf(day) + 1) : [weekdayOf(one.start)]
  if (days.length > 1 && minutes > 1_440) return undefined
  const windows = days.flatMap((day): Window[] => windowsOf(clock, minutes, day))
  if (days.length === 1) return { turn, startsAt, windows }
  const week = momentThere(beginOfWeek(one.start, weekdays.indexOf(one.week_start ?? 'SU') + 1), where)
  return week ? { turn, startsAt: week, windows } : undefined
}

interface Meant {
  emails: ReadonlyMap<string, string>
  slugOf: ReadonlyMap<string, string>
  tell(says: string): void
}

function policyFrom(steps: Exported['escalation_policies'], { emails, slugOf, tell }: Meant): WrittenPolicy {
  let afterMs = 0
  let repeats = false
  const written: WrittenPolicy['steps'] = []
  const call = (notify: WrittenWhom[]) => {
    const last = written.at(-1)
    if (notify.length === 0) tell('a step means somebody who is not in the export.')
    else if (last?.after === lengthText(afterMs)) last.notify.push(...notify)
    else written.push({ after: lengthText(afterMs), notify })
  }
  for (const one of steps.toSorted((a, b) => a.position - b.position)) {
    const schedule = slugOf.get(one.notify_on_call_from_schedule ?? '')
    if (one.type === 'wait') afterMs += (one.duration ?? 0) * 1_000
    else if (one.type === 'notify_persons')
      call(
        (one.persons_to_notify ?? []).flatMap(user => (emails.has(user) ? [{ person: emails.get(user) ?? '' }] : [])),
      )
    else if (one.type === 'notify_on_call_from_schedule') call(schedule ? [{ schedule }] : [])
    else if (one.type === 'repeat_escalation') repeats = true
    else tell(`a step of the kind ${one.type} does nothing here.`)
  }
  // Grafana OnCall repeats a chain up to five times.
  return { steps: written, repeat: repeats ? 5 : 0 }
}
