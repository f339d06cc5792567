import { z } from 'zod'
import type { Outside } from '../../engine/outside.ts'
import { type CalendarEvent, writeIcal } from '../../roster/ical.ts'
import { type ReadCalendar, readIcal } from '../../roster/ical-read.ts'
import type { Schedule } from '../../roster/schedule.ts'
import { shiftsBetween } from '../../roster/shifts.ts'
import { zone } from '../../roster/spec.ts'
import { replaceAbsences } from '../../store/absences.ts'
import { feedsOf } from '../../store/calendar-feeds.ts'
import { beginCalendar, calendarOf, endCalendar, personOfCalendar } from '../../store/calendars.ts'
import type { Sql } from '../../store/db.ts'
import { holidaysBetween, saveHolidays } from '../../store/holidays.ts'
import { readSchedules } from '../../store/on-call.ts'
import type { Secrets } from '../../store/secrets.ts'
import { ApiError, badField, notFound } from '../answer.ts'
import { needCalendarName } from '../fields.ts'
import { type Route, route } from '../route.ts'
import { actorOf } from '../serve-routes.ts'
import { mustBeMine, personsById, scheduleNamed } from '../shift-people.ts'
import { slowDown } from '../slow-down.ts'

const dayMs = 24 * 3_600_000
const yearMs = 366 * dayMs

const upload = z.strictObject({
  ics: z.string().min(1).max(500_000),
  zone: zone.default('UTC'),
})

/** Of two readings that replace one another nobody would know which stands. */
async function checkNotSubscribed(
  sql: Sql,
  secrets: Secrets,
  person: string | undefined,
  source: string,
): Promise<string> {
  if ((await feedsOf(sql, secrets, person)).some(one => one.source === source))
    throw new ApiError(
      409,
      'in-use',
      `"${source}" is read from its address. Take that out, or give the file another name.`,
    )
  return source
}

/** Calendars out, and in: each person's shifts behind an address of their own, schedules as files, absences and holidays read from a file. */
export function calendarRoutes(url: () => string, { secrets }: Outside): Route[] {
  const slow = slowDown()
  const address = (token: string) => `${url()}/cal/${token}.ics`
  return [
    route({
      method: 'GET',
      path: '/api/v1/me/calendar',
      action: 'self',
      says: 'The address of my shifts for my own calendar, while it is switched on.',
      async run({ sql, who }) {
        const token = await calendarOf(sql, secrets, actorOf(who).id)
        return { url: token ? address(token) : null }
      },
    }),
    route({
      method: 'POST',
      path: '/api/v1/me/calendar',
      action: 'self',
      says: 'Gives my shifts an address that any calendar can subscribe to; one given before stops working.',
      answersSecret: true,
      async run({ tx, desk, who }) {
        const { id } = actorOf(who)
        if (!(await personsById(tx)).has(id)) throw new ApiError(403, 'not-allowed', 'Only a person has a calendar.')
        return { url: address(await beginCalendar(tx, secrets, id, desk.clock.now())) }
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/me/calendar',
      action: 'self',
      says: 'Switches it off: the address knows nothing any more.',
      async run({ tx, who }) {
        await endCalendar(tx, actorOf(who).id)
        return { url: null }
      },
    }),
    route({
      method: 'GET',
      path: '/cal/:token',
      action: 'public',
      says: 'The shifts of whose calendar it is, as iCalendar: the last month and the coming half year.',
      async run({ sql, desk, params, reply, request }) {
        slow(desk, `from ${request.ip}`, 60)
        const person = await personOfCalendar(sql, params.token.replace(/\.ics$/, ''))
        if (!person) throw notFound('such calendar')
        const events = eventsOf(await readSchedules(sql), desk.clock.now(), id => id === person.id)
        reply.headers(icalHeaders)
        return reply.send(writeIcal(`On call, ${person.name}`, events, desk.clock.at()))
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/schedules/:slug/calendar.ics',
      action: 'read',
      says: 'Everybody’s shifts of one schedule, as iCalendar: the last month and the coming half year.',
      async run({ sql, desk, params, reply }) {
        const { schedule } = await scheduleNamed(sql, params.slug)
        const people = await personsById(sql)
        const events = eventsOf(
          new Map([[params.slug, schedule]]),
          desk.clock.now(),
          id => people.has(id),
          id => people.get(id)?.name,
        )
        reply.headers(icalHeaders)
        return reply.send(writeIcal(params.slug, events, desk.clock.at()))
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/people/:person/absences/:source',
      action: 'respond',
      says: 'Reads when this person is away from an iCalendar file, in place of what came under this name before.',
      body: upload,
      async run({ tx, desk, who, params, body }) {
        mustBeMine(who, params.person, 'You say when you are away; an admin says it for others.')
        if (!(await personsById(tx)).has(params.person)) throw notFound('such person')
        const source = await checkNotSubscribed(tx, secrets, params.person, needCalendarName(params.source))
        const { events, left } = readFile(body, desk.clock.now())
        await replaceAbsences(tx, params.person, source, events.map(asTime), desk.clock.now())
        return { source, read: events.length, left }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/holidays',
      action: 'read',
      says: 'The holidays of the coming year.',
      async run({ sql, desk }) {
        const now = desk.clock.now().getTime()
        return {
          holidays: await holidaysBetween(sql, new Date(now).toISOString(), new Date(now + yearMs).toISOString()),
        }
      },
    }),
    route({
      method: 'PUT',
      path: '/api/v1/holidays/:source',
      action: 'settings:write',
      says: 'Reads holidays from an iCalendar file, in place of what came under this name before; a file without events takes them out.',
      body: upload,
      async run({ tx, desk, params, body }) {
        const source = await checkNotSubscribed(tx, secrets, undefined, needCalendarName(params.source))
        const { events, left } = readFile(body, desk.clock.now())
        await saveHolidays(tx, source, events.map(asTime), desk.clock.now())
        return { id: source, source, read: events.length, left }
      },
    }),
  ]
}

const asTime = ({ from, to, title }: CalendarEvent) => ({ from, to, what: title })

/** From a month ago, so that what was paid for can be looked at, to two years ahead. */
function readFile({ ics, zone }: z.output<typeof upload>, now: Date): ReadCalendar {
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString()
  const read = readIcal(ics, { from: at(-31 * dayMs), to: at(2 * yearMs), zone })
  if (!read) throw badField('ics', 'This is no iCalendar file: it has no BEGIN:VCALENDAR.')
  return read
}

/** A feed's address is a secret: it is kept by nobody on the way and told to no other page. */
const icalHeaders = {
  'content-type': 'text/calendar; charset=utf-8',
  'cache-control': 'private, max-age=300',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
}

function eventsOf(
  schedules: ReadonlyMap<string, Schedule>,
  now: Date,
  isMeant: (person: string) => boolean,
  name: (person: string) => string | undefined = () => undefined,
): CalendarEvent[] {
  const at = (ms: number) => new Date(now.getTime() + ms).toISOString()
  // From a midnight, so that a shift that has begun keeps its begin and its id from one look to the next.
  const from = `${at(-31 * dayMs).slice(0, 8)}01T00:00:00.000Z`
  return [...schedules].flatMap(([slug, schedule]) =>
    shiftsBetween(schedule, from, at(183 * dayMs)).flatMap(shift => {
      if (shift.person === undefined || !isMeant(shift.person)) return []
      const who = name(shift.person)
      const title = who ? `${who}: ${slug}` : `On call: ${slug}`
      return [{ id: `${slug} ${shift.from} ${shift.person}@fireline`, from: shift.from, to: shift.to, title }]
    }),
  )
}
