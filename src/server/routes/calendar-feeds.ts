import { z } from 'zod'
import type { ShownFeed } from '../../api/calendar-feed.ts'
import { newId } from '../../engine/id.ts'
import type { Outside } from '../../engine/outside.ts'
import { type CalendarFeed, feedAddress } from '../../roster/calendar-feed.ts'
import { zone } from '../../roster/spec.ts'
import { replaceAbsences } from '../../store/absences.ts'
import { deleteFeed, feedsOf, type KeptFeed, putFeed } from '../../store/calendar-feeds.ts'
import type { Sql, Tx } from '../../store/db.ts'
import { saveHolidays } from '../../store/holidays.ts'
import { badField, notFound } from '../answer.ts'
import { needCalendarName } from '../fields.ts'
import { type Route, route } from '../route.ts'
import { mustBeMine, personsById } from '../shift-people.ts'

const isAddress = (said: string): boolean => URL.canParse(said) && /^https?:$/.test(new URL(said).protocol)

const body = z.strictObject({
  url: z
    .string()
    .max(2_000)
    .transform(feedAddress)
    .refine(isAddress, 'An address, as "https://calendar.example.org/holidays.ics".'),
  zone: zone.default('UTC'),
})

const theirs = 'You say when you are away; an admin says it for others.'
const mostOfOne = 10

/** Calendars that are read again each hour from an address: of a person, when they are away; of the house, its holidays. */
export const calendarFeedRoutes = ({ secrets }: Pick<Outside, 'secrets'>): Route[] => {
  const feeds = async (sql: Sql, person?: string) => ({ calendars: (await feedsOf(sql, secrets, person)).map(shown) })
  const put = async (tx: Tx, feed: CalendarFeed, now: Date) => {
    const others = (await feedsOf(tx, secrets, feed.person)).filter(one => one.source !== feed.source)
    if (others.length >= mostOfOne) throw badField('source', `At most ${mostOfOne} calendars.`)
    await putFeed(tx, secrets, feed, now)
    return shown({ ...feed, events: 0, left: [], failures: 0 })
  }
  return [
    route({
      method: 'GET',
      path: '/api/v1/people/:person/calendars',
      action: 'read',
      says: 'The calendars that say when this person is away: how old what they say is, and what is wrong with one that cannot be read.',
      run: ({ sql, params }) => feeds(sql, uuidOf(params.person, 'such person')),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/people/:person/calendars/:source',
      action: 'respond',
      says: 'Subscribes to a calendar of when this person is away, in place of what came under this name before. It is read at once and then each hour.',
      body,
      async run({ tx, desk, who, params, body }) {
        mustBeMine(who, params.person, theirs)
        if (!(await personsById(tx)).has(params.person)) throw notFound('such person')
        const now = desk.clock.now()
        return put(tx, { id: newId(now), person: params.person, source: needCalendarName(params.source), ...body }, now)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/people/:person/calendars/:source',
      action: 'respond',
      says: 'Reads it no more, and takes out what it said.',
      async run({ tx, desk, who, params }) {
        mustBeMine(who, params.person, theirs)
        const person = uuidOf(params.person, 'such calendar')
        if (!(await deleteFeed(tx, person, params.source))) throw notFound('such calendar')
        await replaceAbsences(tx, person, params.source, [], desk.clock.now())
        return { id: params.source }
      },
    }),
    route({
      method: 'GET',
      path: '/api/v1/holiday-calendars',
      action: 'read',
      says: 'The calendars that say which days are holidays, and how old what they say is.',
      run: ({ sql }) => feeds(sql),
    }),
    route({
      method: 'PUT',
      path: '/api/v1/holiday-calendars/:source',
      action: 'settings:write',
      says: 'Subscribes to a calendar of holidays, in place of what came under this name before. It is read at once and then each hour.',
      body,
      run: ({ tx, desk, params, body }) => {
        const now = desk.clock.now()
        return put(tx, { id: newId(now), source: needCalendarName(params.source), ...body }, now)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/v1/holiday-calendars/:source',
      action: 'settings:write',
      says: 'Reads it no more, and takes out its holidays.',
      async run({ tx, desk, params }) {
        if (!(await deleteFeed(tx, undefined, params.source))) throw notFound('such calendar')
        await saveHolidays(tx, params.source, [], desk.clock.now())
        return { id: params.source }
      },
    }),
  ]
}

function uuidOf(id: string, what: string): string {
  if (!z.uuid().safeParse(id).success) throw notFound(what)
  return id
}

/** Where it is read, and never by which address. */
function shown({ source, url, zone, checkedAt, goodAt, events, left, failures, trouble }: KeptFeed): ShownFeed {
  const state = trouble !== undefined ? 'failing' : goodAt === undefined ? 'waiting' : 'read'
  return {
    id: source,
    source,
    host: new URL(url).host,
    zone,
    state,
    checkedAt,
    goodAt,
    events,
    left,
    failures,
    trouble,
  }
}
