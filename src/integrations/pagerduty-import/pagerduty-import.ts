import { z } from 'zod'
import {
  type Imported,
  layerOf,
  type ReadImport,
  slugs,
  turnOfSeconds,
  type Window,
  type WrittenLayer,
  type WrittenPolicy,
  type WrittenWhom,
  windowsOf,
  wrongField,
} from '../../roster/import.ts'
import { isZone } from '../../roster/spec.ts'
import { lengthText } from '../../roster/written.ts'

const id = z.string().max(200)
const moment = z.iso.datetime({ offset: true })
const reference = z.object({ id, summary: z.string().nullish() })

const restriction = z.object({
  type: z.enum(['daily_restriction', 'weekly_restriction']),
  start_time_of_day: z.string().regex(/^\d\d:\d\d/),
  duration_seconds: z.number().positive().max(604_800),
  start_day_of_week: z.int().min(1).max(7).nullish(),
})

const layer = z.object({
  name: z.string().nullish(),
  start: moment,
  end: moment.nullish(),
  rotation_virtual_start: moment,
  rotation_turn_length_seconds: z.number().positive(),
  users: z.array(z.object({ user: reference })).max(500),
  restrictions: z.array(restriction).max(200).nullish(),
})

const exported = z.object({
  users: z.array(z.object({ id, name: z.string(), email: z.email() })).max(5_000),
  schedules: z
    .array(
      z.object({
        id,
        name: z.string(),
        time_zone: z.string().refine(isZone, 'An IANA time zone.'),
        schedule_layers: z.array(layer).max(50),
      }),
    )
    .max(1_000),
  escalation_policies: z
    .array(
      z.object({
        id,
        name: z.string(),
        num_loops: z.int().min(0).nullish(),
        escalation_rules: z
          .array(
            z.object({
              escalation_delay_in_minutes: z.number().min(0),
              targets: z.array(reference.extend({ type: z.string() })).max(50),
            }),
          )
          .max(50),
      }),
    )
    .max(1_000)
    .default([]),
})

type Exported = z.output<typeof exported>

/** `GET /users`, each `GET /schedules/{id}` and `GET /escalation_policies` of PagerDuty's REST API v2, as one document. */
export const readPagerDuty: ReadImport = (body, at) => {
  const read = exported.safeParse(body)
  if (!read.success) return wrongField(read.error.issues[0])
  return imported(read.data, at)
}

function imported({ users, schedules, escalation_policies: policies }: Exported, at: string): Imported {
  const left: string[] = []
  const emails = new Map(users.map(one => [one.id, one.email]))
  const [scheduleSlug, policySlug] = [slugs(), slugs()]
  const slugOf = new Map(schedules.map(one => [one.id, scheduleSlug(one.name)]))
  const layersOf = ({ name, time_zone: zone, schedule_layers: layers }: Exported['schedules'][number]) =>
    // The API lists the layer that covers the others first; here it comes last.
    layers
      .toReversed()
      .flatMap(one => layerFrom(one, { zone, at, emails, tell: says => left.push(`${name}: ${says}`) }))
  const found = schedules.map(
    one => [slugOf.get(one.id) ?? '', { zone: one.time_zone, layers: layersOf(one) }] as const,
  )
  const empty = found.filter(([, { layers }]) => layers.length === 0).map(([slug]) => slug)
  for (const slug of empty) left.push(`The schedule ${slug} has nobody, and is left out.`)
  const whomOf = ({
    id: target,
    type,
    summary,
  }: Exported['escalation_policies'][number]['escalation_rules'][number]['targets'][number]): WrittenWhom[] => {
    const [schedule, person] = [slugOf.get(target), emails.get(target)]
    if (type.startsWith('schedule') && schedule && !empty.includes(schedule)) return [{ schedule }]
    if (type.startsWith('user') && person) return [{ person }]
    left.push(`A policy means ${summary ?? target}, who or which is not in the export.`)
    return []
  }
  return {
    schedules: Object.fromEntries(found.filter(([slug]) => !empty.includes(slug))),
    policies: Object.fromEntries(policies.map(one => [policySlug(one.name), policyFrom(one, whomOf)])),
    people: users.map(({ name, email }) => ({ name, email })),
    left,
  }
}

interface Around {
  zone: string
  at: string
  emails: ReadonlyMap<string, string>
  tell(says: string): void
}

function layerFrom(
  one: Exported['schedules'][number]['schedule_layers'][number],
  { zone, at, emails, tell }: Around,
): WrittenLayer[] {
  const name = one.name ?? 'a layer'
  if (one.end && Date.parse(one.end) <= Date.parse(at)) return []
  const turn = turnOfSeconds(one.rotation_turn_length_seconds)
  if (!turn)
    tell(`turns of ${one.rotation_turn_length_seconds / 3_600} hours in ${name} do not divide a day; it is left out.`)
  const people = one.users.map(({ user }) => emails.get(user.id))
  const known = people.filter(email => email !== undefined)
  if (known.length < people.length) tell(`${name} names somebody who is not in the export; it is left out.`)
  if (!turn || known.length === 0 || known.length < people.length) return []
  const { rotation_virtual_start: startsAt, start, end } = one
  const windows = (one.restrictions ?? []).flatMap(windowsFrom)
  return [layerOf({ zone, people: known, turn, startsAt, onlyFrom: start, ...(end && { to: end }), windows })]
}

function windowsFrom({
  type,
  start_time_of_day: start,
  duration_seconds: seconds,
  start_day_of_week: day,
}: z.output<typeof restriction>): Window[] {
  return windowsOf(start.slice(0, 5), Math.round(seconds / 60), type === 'weekly_restriction' ? (day ?? 1) : undefined)
}

/** A rule's delay is how long it waits for an answer; a step's `after` counts from the begin of the round. */
function policyFrom(
  { num_loops: loops, escalation_rules: rules }: Exported['escalation_policies'][number],
  whomOf: (
    target: Exported['escalation_policies'][number]['escalation_rules'][number]['targets'][number],
  ) => WrittenWhom[],
): WrittenPolicy {
  let after = 0
  const steps: WrittenPolicy['steps'] = []
  for (const { escalation_delay_in_minutes: minutes, targets } of rules) {
    const notify = targets.flatMap(whomOf)
    if (notify.length > 0) steps.push({ after: lengthText(after * 60_000), notify })
    after += minutes
  }
  const last = rules.at(-1)?.escalation_delay_in_minutes ?? 5
  return { steps, repeat: Math.min(20, loops ?? 0), repeatAfter: lengthText(Math.max(1, last) * 60_000) }
}
