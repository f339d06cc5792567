import { z } from 'zod'
import { may } from '../../access/may.ts'
import type { Person } from '../../roster/person.ts'
import type { Schedule } from '../../roster/schedule.ts'
import { shiftsBetween } from '../../roster/shifts.ts'
import { spokenSpan } from '../../roster/spoken.ts'
import { alsoOnCall } from '../../roster/swap.ts'
import { onCallSays } from '../../steps/notify/on-call-words.ts'
import { absencesWithin } from '../../store/absences.ts'
import type { Tx } from '../../store/db.ts'
import { oweWord } from '../../store/on-call-words.ts'
import { addOverride, endOverride, type KeptOverride, readOverrides } from '../../store/overrides.ts'
import { ApiError, created, notFound } from '../answer.ts'
import type { Warning } from '../check-on-call.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { checkSpan, mustBeMine, personNamed, personsById, scheduleNamed } from '../shift-people.ts'

const moment = z.iso.datetime({ offset: true, message: 'A time in RFC 3339, as "2026-11-23T08:00:00Z".' })
const body = z
  .strictObject({
    person: z.string().max(100).optional(),
    from: moment,
    to: moment,
    reason: z.string().trim().max(300).optional(),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { message: 'Ends after it begins.', path: ['to'] })

const list = route({
  method: 'GET',
  path: '/api/v1/schedules/:slug/overrides',
  action: 'read',
  says: 'Who is on call instead of whose turn it is, now and later: those that were added by themselves.',
  async run({ sql, desk, params }) {
    await scheduleNamed(sql, params.slug)
    const now = desk.clock.at()
    const all = await readOverrides(sql)
    return { overrides: all.filter(one => one.schedule === params.slug && one.to > now) }
  },
})

const add = route({
  method: 'POST',
  path: '/api/v1/schedules/:slug/overrides',
  action: 'respond',
  says: 'Puts somebody on call for a time: yourself, or as an admin anybody. Who was to be there is told.',
  body,
  async run({ tx, desk, who, params, body }) {
    const [by, now] = [actorOf(who), desk.clock.now()]
    const { schedule, schedules } = await scheduleNamed(tx, params.slug)
    const people = await personsById(tx)
    const person = personNamed(people, body.person ?? by.id, 'person')
    mustBeMine(
      who,
      person.id,
      'You put yourself on call; an admin puts others there. To hand a shift over, ask them: POST /api/v1/swaps.',
    )
    checkSpan(body, desk.clock.at())
    // What was, stays as it was: an override begins now at the earliest.
    const from = new Date(Math.max(Date.parse(body.from), now.getTime())).toISOString()
    const to = new Date(body.to).toISOString()
    const one = { schedule: params.slug, person: person.id, from, to, reason: body.reason, by: by.id }
    const made = await addOverride(tx, one, now)
    await tellOfOverride(tx, made, { schedule, people, person, by }, now)
    tx.afterwards.push(() => desk.wake())
    const twice = alsoOnCall(schedules, params.slug, person.id, one)
    const away = await absencesWithin(tx, person.id, one)
    return created({
      ...made,
      warnings: [
        ...twice.map(slug => `${person.name} is on call on ${slug} too in that time.`),
        ...away.map(({ what }) => `${person.name} is away in that time: ${what}.`),
      ].map((says): Warning => ({ path: 'person', says })),
    })
  },
})

interface About {
  schedule: Schedule
  people: ReadonlyMap<string, Person>
  person: Person
  by: { id: string; name: string }
}

/** Who comes on and who goes off hear it, unless they did it themselves. */
async function tellOfOverride(
  tx: Tx,
  made: KeptOverride,
  { schedule, people, person, by }: About,
  now: Date,
): Promise<void> {
  if (person.id !== by.id)
    await oweWord(
      tx,
      person.id,
      onCallSays.putOnCall(by.name, made.schedule, spokenSpan(made, schedule.zone), made.reason),
      now,
    )
  for (const shift of shiftsBetween(schedule, made.from, made.to)) {
    const off = people.get(shift.person ?? '')
    if (!off || off.id === person.id || off.id === by.id) continue
    await oweWord(
      tx,
      off.id,
      onCallSays.offCall(person.name, made.schedule, spokenSpan(shift, schedule.zone), made.reason),
      now,
    )
  }
}

const end = route({
  method: 'DELETE',
  path: '/api/v1/schedules/:slug/overrides/:override',
  action: 'respond',
  says: 'Ends an override now, or takes it out before it begins: who added it before its time, an admin always. Those whose time it becomes are told.',
  async run({ tx, desk, who, params }) {
    const [by, now] = [actorOf(who), desk.clock.now()]
    const { schedule } = await scheduleNamed(tx, params.slug)
    const found = (await readOverrides(tx)).find(one => one.id === params.override && one.schedule === params.slug)
    if (!found || Date.parse(found.to) <= now.getTime()) throw notFound('such override')
    const isEarly = Date.parse(found.from) > now.getTime()
    if (!may(who, 'settings:write') && !(found.by === by.id && isEarly))
      throw new ApiError(
        403,
        'not-allowed',
        'Who added it takes it out before it begins; after that, and for others, an admin does. Or ask somebody to take it: POST /api/v1/swaps.',
      )
    await endOverride(tx, found.id, now)
    const left = isEarly ? found : { ...found, from: now.toISOString() }
    const after = { ...schedule, overrides: schedule.overrides.filter(one => !('id' in one && one.id === found.id)) }
    const concerned = new Set([
      found.person,
      ...shiftsBetween(after, left.from, left.to).flatMap(one => one.person ?? []),
    ])
    const people = await personsById(tx)
    for (const id of concerned)
      if (id !== by.id && people.has(id))
        await oweWord(tx, id, onCallSays.overrideEnded(by.name, params.slug, spokenSpan(left, schedule.zone)), now)
    tx.afterwards.push(() => desk.wake())
    return found
  },
})

export const overrideRoutes = (): Route[] => [list, add, end]
