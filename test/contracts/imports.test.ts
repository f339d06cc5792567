import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Imported } from '../../src/roster/import.ts'
import { onCallAt } from '../../src/roster/schedule.ts'
import { shiftsBetween } from '../../src/roster/shifts.ts'
import { policySpec, scheduleSpec, toSchedule } from '../../src/roster/spec.ts'
import { imports } from '../../src/server/imports.ts'

const now = '2026-02-16T00:00:00Z'
const exportOf = (kind: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/imports/${kind}.json`), 'utf8'))

function read(kind: string, body: unknown = exportOf(kind)): Imported {
  const found = imports[kind]?.(body, now)
  if (!found || 'path' in found) throw new Error(`${kind} was not read: ${JSON.stringify(found)}`)
  return found
}

/** A local hour: `Mon`, `2026-02-16`, `09`. */
interface Hour {
  day: string
  date: string
  hour: number
}

/** The clocks of a zone, asked of the platform alone. */
function clockOf(zone: string): (ms: number) => Hour {
  const form = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  })
  return ms => {
    const of = Object.fromEntries(form.formatToParts(ms).map(({ type, value }) => [type, value]))
    return { day: of['weekday'] ?? '', date: `${of['year']}-${of['month']}-${of['day']}`, hour: Number(of['hour']) }
  }
}

const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
const isWorkday = ({ day }: Hour) => !['Sat', 'Sun'].includes(day)
const before = (hour: number, { date, hour: now }: Hour) => (now < hour ? -1 : 0) + days('2026-01-05', date)
/** Whole weeks since Monday, 5 January, at this local hour. */
const weeks = (hour: number, at: Hour) => Math.floor(before(hour, at) / 7)
const nth = (people: string[], n: number) => people[n % people.length]

/** Who is on call by each export, as one reads it off the vendor's own page: by weekday, date and hour there, never by our code. */
const tables: Record<string, Record<string, { zone: string; who(at: Hour, ms: number): string | undefined }>> = {
  pagerduty: {
    'primary-on-call': {
      zone: 'Europe/Berlin',
      who: at => (isWorkday(at) && at.hour >= 9 && at.hour < 17 ? 'carl' : nth(['ana', 'ben'], weeks(9, at))),
    },
    'nights-new-york': {
      zone: 'America/New_York',
      who: at => {
        if (at.hour >= 8 && at.hour < 18) return undefined
        return nth(['ben', 'carl'], days('2026-02-01', at.date) - (at.hour < 8 ? 1 : 0))
      },
    },
    'twelve-hours': {
      zone: 'UTC',
      who: (_, ms) => nth(['ana', 'ben', 'carl'], Math.floor((ms - Date.parse('2026-02-01T08:00:00Z')) / 43_200_000)),
    },
  },
  goalert: {
    dba: {
      zone: 'Europe/London',
      // Ben until Monday, 16 February, 10:00: the sixth Monday after 5 January.
      who: at =>
        !isWorkday(at) && at.hour >= 12 && at.hour < 18 ? 'carl' : nth(['carl', 'ana', 'ben'], weeks(10, at)),
    },
    'six-hours': {
      zone: 'UTC',
      // Ben until 02:00 on 16 February, so he began at 20:00 the evening before.
      who: (_, ms) => nth(['ben', 'carl'], Math.floor((ms - Date.parse('2026-02-15T20:00:00Z')) / 21_600_000)),
    },
  },
  opsgenie: {
    'ops-schedule': {
      zone: 'America/New_York',
      who: at => {
        const isWeekend = (at.day === 'Fri' && at.hour >= 18) || !isWorkday(at) || (at.day === 'Mon' && at.hour < 8)
        return isWeekend ? 'carl' : nth(['ana', 'ben'], Math.floor(weeks(9, at) / 2))
      },
    },
    evenings: {
      zone: 'Europe/Berlin',
      who: at => {
        if (at.hour >= 2 && at.hour < 18) return undefined
        return nth(['ana', 'carl'], days('2026-02-01', at.date) - (at.hour < 2 ? 1 : 0))
      },
    },
  },
  'grafana-oncall': {
    web: {
      zone: 'Europe/Berlin',
      who: at => (isWorkday(at) && at.hour >= 9 && at.hour < 17 ? 'carl' : nth(['ben', 'ana'], weeks(10, at))),
    },
    hours: {
      zone: 'Europe/Berlin',
      who: at => (isWorkday(at) && at.hour >= 8 && at.hour < 18 ? nth(['ana', 'ben'], weeks(0, at)) : undefined),
    },
  },
}

const hourMs = 3_600_000
const ninetyDays = Array.from({ length: 90 * 24 }, (_, n) => Date.parse(now) + n * hourMs)

const known = new Map<string, Hour[]>()

/** What the clocks of a zone show in each of them, asked once. */
function hoursOf(zone: string): Hour[] {
  const hours = known.get(zone) ?? ninetyDays.map(clockOf(zone))
  known.set(zone, hours)
  return hours
}

describe.each(Object.entries(tables))('what %s exported', (kind, schedules) => {
  it.each(Object.entries(schedules))(
    'has the same person on call in every hour of 90 days: %s',
    (slug, { zone, who }) => {
      const imported = read(kind).schedules[slug]
      const schedule = toSchedule(scheduleSpec.parse(imported))
      const clock = hoursOf(zone)
      const shifts = shiftsBetween(schedule, now, new Date(Date.parse(now) + ninetyDays.length * hourMs).toISOString())
      for (const { from, person } of shifts) expect(onCallAt(schedule, from)).toBe(person)
      const wrong = ninetyDays.flatMap((ms, n) => {
        const [at, theirs] = [new Date(ms).toISOString(), who(clock[n] ?? { day: '', date: '', hour: 0 }, ms)]
        const ours = shifts.find(one => at < one.to)?.person
        return ours === (theirs && `${theirs}@example.org`) ? [] : [`${at}: ${theirs} there, ${ours} here`]
      })
      expect(wrong).toEqual([])
    },
  )

  it('has no other schedule', () => {
    expect(Object.keys(read(kind).schedules).sort()).toEqual(Object.keys(schedules).sort())
  })

  it('refuses what is no such export, by the field that is wrong', () => {
    expect(imports[kind]?.({}, now)).toMatchObject({ path: 'users' })
    for (const body of [null, [], 'text', 7]) expect(imports[kind]?.(body, now)).toMatchObject({ path: '' })
  })
})

describe('escalation policies', () => {
  it.each([
    [
      'pagerduty',
      'shop',
      {
        steps: [
          { after: '0m', notify: [{ schedule: 'primary-on-call' }] },
          { after: '5m', notify: [{ person: 'carl@example.org' }] },
        ],
        repeat: 2,
        repeatAfter: '10m',
      },
    ],
    [
      'goalert',
      'databases',
      {
        steps: [
          { after: '0m', notify: [{ schedule: 'dba' }] },
          { after: '5m', notify: [{ schedule: 'six-hours' }, { person: 'ana@example.org' }] },
        ],
        repeat: 3,
        repeatAfter: '15m',
      },
    ],
    [
      'opsgenie',
      'ops-escalation',
      {
        steps: [
          { after: '0m', notify: [{ schedule: 'ops-schedule' }] },
          { after: '5m', notify: [{ person: 'carl@example.org' }] },
        ],
        repeat: 3,
        repeatAfter: '10m',
      },
    ],
    [
      'grafana-oncall',
      'web',
      {
        steps: [
          { after: '0m', notify: [{ schedule: 'web' }] },
          { after: '5m', notify: [{ person: 'carl@example.org' }] },
        ],
        repeat: 5,
      },
    ],
  ])('of %s wait as long, and mean the same', (kind, slug, policy) => {
    expect(read(kind).policies[slug]).toEqual(policy)
    expect(policySpec.safeParse({ steps: [{ afterMs: 0, notify: policy.steps[0]?.notify }] }).success).toBe(true)
  })
})

describe('what cannot be carried over', () => {
  it.each([
    ['pagerduty', ['Twelve hours: turns of 35 hours in Drifting', 'A policy means Gone']],
    ['goalert', ['DBA: there, all who are on call at a time', 'the slackChannel #dba']],
    ['opsgenie', ['Ops_schedule: there, all', 'the team ops', 'who is next, previous or random']],
    ['grafana-oncall', ['Release night is for once', 'trigger_webhook does nothing here']],
  ])('is said by %s, a sentence each', (kind, sentences) => {
    const { left } = read(kind)
    for (const sentence of sentences) expect(left.join('\n')).toContain(sentence)
    expect(left).toHaveLength(sentences.length)
  })
})
