import { z } from 'zod'
import {
  type Imported,
  layerOf,
  oneAtATime,
  type ReadImport,
  type Rotation,
  rotated,
  slugs,
  turnBefore,
  type Window,
  type WrittenLayer,
  type WrittenPolicy,
  type WrittenWhom,
  wrongField,
} from '../../roster/import.ts'
import type { Turn } from '../../roster/schedule.ts'
import { isZone } from '../../roster/spec.ts'
import { dayText, lengthText } from '../../roster/written.ts'

const id = z.string().max(200)
const zone = z.string().refine(isZone, 'An IANA time zone.')
const clock = z.string().regex(/^\d\d:\d\d$/)
const moment = z.iso.datetime({ offset: true })
const target = z.object({ id, type: z.string(), name: z.string().nullish() })
const nodes = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node).max(5_000) })

const rotation = z.object({
  id,
  name: z.string(),
  type: z.enum(['hourly', 'daily', 'weekly', 'monthly']),
  shiftLength: z.int().min(1).max(1_000),
  start: moment,
  timeZone: zone,
  userIDs: z.array(id).max(500),
  activeUserIndex: z.int().min(0).nullish(),
  nextHandoffTimes: z.array(moment).nullish(),
})

const schedule = z.object({
  id,
  name: z.string(),
  timeZone: zone,
  targets: z
    .array(
      z.object({
        target,
        rules: z
          .array(z.object({ start: clock, end: clock, weekdayFilter: z.array(z.boolean()).length(7).nullish() }))
          .max(200),
      }),
    )
    .max(200),
})

const exported = z.object({
  users: nodes(z.object({ id, name: z.string(), email: z.email() })),
  rotations: nodes(rotation),
  schedules: nodes(schedule),
  escalationPolicies: nodes(
    z.object({
      id,
      name: z.string(),
      repeat: z.int().min(0),
      steps: z.array(z.object({ delayMinutes: z.number().min(0), targets: z.array(target).max(50) })).max(50),
    }),
  ),
})

type Exported = z.output<typeof exported>
type GoAlertRotation = z.output<typeof rotation>

/** The answer of GoAlert's GraphQL to a question for users, rotations, schedules and escalation policies. */
export const readGoAlert: ReadImport = body => {
  const read = exported.safeParse((body as { data?: unknown } | null)?.data ?? body)
  return read.success ? imported(read.data) : wrongField(read.error.issues[0])
}

function imported({ users, rotations, schedules, escalationPolicies }: Exported): Imported {
  const left: string[] = []
  const emails = new Map(users.nodes.map(one => [one.id, one.email]))
  const turning = new Map(rotations.nodes.map(one => [one.id, one]))
  const [scheduleSlug, policySlug] = [slugs(), slugs()]
  const found: Imported['schedules'] = {}
  const slugOf = new Map<string, string>()
  const keep = (key: string, name: string, timeZone: string, layers: WrittenLayer[]) => {
    if (layers.length === 0) {
      left.push(`${name} has nobody, and is left out.`)
      return
    }
    const slug = scheduleSlug(name)
    slugOf.set(key, slug)
    found[slug] = { zone: timeZone, layers }
  }
  for (const { id: key, name, timeZone, targets } of schedules.nodes) {
    if (targets.length > 1)
      left.push(
        oneAtATime(
          name,
          targets.map(one => one.target.name ?? one.target.id),
        ),
      )
    const layers = targets.flatMap(one => {
      const turns = turnsOf(one.target, { timeZone, turning, emails, tell: says => void left.push(`${name}: ${says}`) })
      return turns && one.rules.length > 0 ? [layerOf({ ...turns, windows: windowsFrom(one.rules) })] : []
    })
    keep(key, name, timeZone, layers)
  }
  const whomOf = ({ id: key, type, name }: z.output<typeof target>): WrittenWhom[] => {
    const turns = turning.get(key)
    if (turns && !slugOf.has(key)) {
      const around = {
        timeZone: turns.timeZone,
        turning,
        emails,
        tell: (says: string) => void left.push(`${turns.name}: ${says}`),
      }
      keep(
        key,
        turns.name,
        turns.timeZone,
        [turnsOf({ id: key, type }, around)].flatMap(one => (one ? [layerOf(one)] : [])),
      )
    }
    const [slug, person] = [slugOf.get(key), emails.get(key)]
    if (slug) return [{ schedule: slug }]
    if (person) return [{ person }]
    left.push(`A policy means the ${type} ${name ?? key}, which pages nobody here.`)
    return []
  }
  const policies = escalationPolicies.nodes.map(one => [policySlug(one.name), policyFrom(one, whomOf)] as const)
  const people = users.nodes.map(({ name, email }) => ({ name, email }))
  return { schedules: found, policies: Object.fromEntries(policies), people, left }
}

interface Around {
  timeZone: string
  turning: ReadonlyMap<string, GoAlertRotation>
  emails: ReadonlyMap<string, string>
  tell(says: string): undefined
}

const everyTurn = { hourly: 'hours', daily: 'days', weekly: 'days', monthly: 'months' } as const

function turnsOf({ id: key, type, name }: z.output<typeof target>, around: Around): Rotation | undefined {
  const { timeZone, turning, emails, tell } = around
  const one = turning.get(key)
  const person = emails.get(key)
  if (person)
    return { zone: timeZone, people: [person], turn: { unit: 'days', count: 7 }, startsAt: '2020-01-06T00:00:00Z' }
  if (!one) return tell(`the ${type} ${name ?? key} is not in the export; it is left out.`)
  if (one.timeZone !== timeZone)
    tell(`${one.name} hands over by the clocks of ${one.timeZone}, here by those of ${timeZone}.`)
  const turn: Turn = { unit: everyTurn[one.type], count: one.shiftLength * (one.type === 'weekly' ? 7 : 1) }
  if (turn.unit === 'hours' && 24 % turn.count !== 0)
    return tell(`turns of ${turn.count} hours in ${one.name} do not divide a day; it is left out.`)
  const people = one.userIDs.flatMap(user => emails.get(user) ?? [])
  if (people.length < one.userIDs.length)
    return tell(`${one.name} names somebody who is not in the export; it is left out.`)
  if (people.length === 0) return undefined
  const startsAt = beginOf(one, turn)
  if (!startsAt)
    tell(`${one.name} does not say whose turn it is (activeUserIndex, nextHandoffTimes); it is counted from its start.`)
  return {
    zone: timeZone,
    people: startsAt ? rotated(people, one.activeUserIndex ?? 0) : people,
    turn,
    startsAt: startsAt ?? one.start,
  }
}

/** GoAlert keeps whose turn it is; when it began is said by when it ends. */
function beginOf({ activeUserIndex, nextHandoffTimes, timeZone }: GoAlertRotation, turn: Turn): string | undefined {
  const [next] = nextHandoffTimes ?? []
  if (activeUserIndex === null || activeUserIndex === undefined || !next) return undefined
  return turnBefore(next, timeZone, turn.unit === 'hours' && turn.count === 24 ? { unit: 'days', count: 1 } : turn)
}

/** A rule whose ends are equal holds all day; the days begin with Sunday. */
function windowsFrom(rules: Exported['schedules']['nodes'][number]['targets'][number]['rules']): Window[] {
  const isAlways = rules.some(({ start, end, weekdayFilter }) => start === end && (weekdayFilter ?? []).every(Boolean))
  if (isAlways) return []
  return rules.map(({ start, end, weekdayFilter }) => {
    const days = (weekdayFilter ?? []).flatMap((holds, n) => (holds ? [dayText(n === 0 ? 7 : n)] : []))
    return { ...(days.length > 0 && days.length < 7 && { days }), from: start, to: end }
  })
}

function policyFrom(
  { repeat, steps }: Exported['escalationPolicies']['nodes'][number],
  whomOf: (one: z.output<typeof target>) => WrittenWhom[],
): WrittenPolicy {
  let after = 0
  const written: WrittenPolicy['steps'] = []
  for (const { delayMinutes, targets } of steps) {
    const notify = targets.flatMap(whomOf)
    if (notify.length > 0) written.push({ after: lengthText(after * 60_000), notify })
    after += delayMinutes
  }
  const last = steps.at(-1)?.delayMinutes ?? 5
  return { steps: written, repeat: Math.min(20, repeat), repeatAfter: lengthText(Math.max(1, last) * 60_000) }
}
