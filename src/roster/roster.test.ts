import { describe, expect, test } from 'vitest'
import { firstGap } from './gaps.ts'
import { nextMorning, onCallAt } from './schedule.ts'
import { policySpec, type ScheduleSpec, scheduleSpec, toSchedule } from './spec.ts'

const schedule = (spec: ScheduleSpec) => toSchedule(scheduleSpec.parse(spec))
const weekly = (more: Partial<ScheduleSpec> = {}) =>
  schedule({
    zone: 'Europe/Berlin',
    layers: [{ people: ['ana', 'ben'], every: 'week', handOverAt: '09:00', from: '2026-03-02' }],
    ...more,
  })

test('what every object inherits is no turn', () => {
  const every = (said: string) =>
    scheduleSpec.safeParse({ layers: [{ people: ['ana'], every: said, from: '2026-01-01' }] }).success
  expect(['day', 'Weekly', 'PT12H', '__proto__', 'constructor', 'toString'].map(every)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ])
})

describe('who is on call', () => {
  test('the week passes on at nine local time, in winter and in summer', () => {
    const week = weekly()
    expect(onCallAt(week, '2026-03-09T07:59:59Z')).toBe('ana')
    expect(onCallAt(week, '2026-03-09T08:00:00Z')).toBe('ben')
    // The clocks went forward on the 29th: nine o'clock is now an hour earlier in UTC.
    expect(onCallAt(week, '2026-03-30T06:59:59Z')).toBe('ben')
    expect(onCallAt(week, '2026-03-30T07:00:00Z')).toBe('ana')
    expect(onCallAt(week, '2026-04-06T06:59:59Z')).toBe('ana')
    expect(onCallAt(week, '2026-04-06T07:00:00Z')).toBe('ben')
  })

  test('before it begins nobody is on call from it', () => {
    expect(onCallAt(weekly(), '2026-03-01T22:59:59Z')).toBeUndefined()
    expect(onCallAt(weekly(), '2026-03-01T23:00:00Z')).toBe('ana')
  })

  test('an override stands above the rotation, for its time only', () => {
    const week = weekly({ overrides: [{ person: 'cem', from: '2026-03-04T10:00:00Z', to: '2026-03-04T12:00:00Z' }] })
    expect(onCallAt(week, '2026-03-04T09:59:59Z')).toBe('ana')
    expect(onCallAt(week, '2026-03-04T10:00:00Z')).toBe('cem')
    expect(onCallAt(week, '2026-03-04T12:00:00Z')).toBe('ana')
  })

  test('a later layer covers an earlier one in its hours, over midnight too', () => {
    const nights = { days: ['fri'], from: '22:00', to: '06:00' }
    const both = weekly({
      layers: [
        { people: ['ana'], from: '2026-03-02' },
        { people: ['ben'], from: '2026-03-02', restrictions: [nights] },
      ],
    })
    expect(onCallAt(both, '2026-03-06T20:59:00Z')).toBe('ana')
    expect(onCallAt(both, '2026-03-06T21:00:00Z')).toBe('ben')
    expect(onCallAt(both, '2026-03-07T04:59:00Z')).toBe('ben')
    expect(onCallAt(both, '2026-03-07T05:00:00Z')).toBe('ana')
    expect(onCallAt(both, '2026-03-07T22:00:00Z')).toBe('ana')
  })

  test('a hand-over in the hour that the clocks repeat or skip happens once', () => {
    for (const [handOverAt, day] of [
      ['02:30', '2026-10-25'],
      ['02:30', '2026-03-29'],
    ] as const) {
      const daily = weekly({ layers: [{ people: ['ana', 'ben'], every: 'day', handOverAt, from: '2026-01-01' }] })
      const begin = Date.parse(`${day}T00:00:00Z`) - 3_600_000 * 4
      const people = Array.from({ length: 16 * 60 }, (_, n) =>
        onCallAt(daily, new Date(begin + n * 60_000).toISOString()),
      )
      const changes = people.filter((person, n) => n > 0 && person !== people[n - 1])
      expect(people).not.toContain(undefined)
      expect(changes).toHaveLength(1)
    }
  })

  test('turns of twelve hours change at nine and at nine, also on the day the clocks change', () => {
    const half = weekly({
      layers: [{ people: ['day', 'night'], every: 'PT12H', handOverAt: '09:00', from: '2026-03-02' }],
    })
    expect(onCallAt(half, '2026-03-28T19:59:00Z')).toBe('day')
    expect(onCallAt(half, '2026-03-28T20:00:00Z')).toBe('night')
    expect(onCallAt(half, '2026-03-29T06:59:00Z')).toBe('night')
    expect(onCallAt(half, '2026-03-29T07:00:00Z')).toBe('day')
  })

  test('the morning mail waits for nine there, on a working day', () => {
    expect(nextMorning('Europe/Berlin', '2026-07-01T07:00:00Z')).toBe('2026-07-02T07:00:00.000Z')
    expect(nextMorning('Europe/Berlin', '2026-01-05T07:59:00Z')).toBe('2026-01-05T08:00:00.000Z')
    expect(nextMorning('Europe/Berlin', '2026-01-09T09:00:00Z')).toBe('2026-01-12T08:00:00.000Z')
  })
})

describe('gaps', () => {
  const at = '2026-04-01T00:00:00Z'
  const hours = (...restrictions: { days?: string[]; from: string; to: string }[]) =>
    weekly({ layers: [{ people: ['ana'], from: '2026-03-02', restrictions }] })

  test('a rotation without hours has none', () => expect(firstGap([weekly()], at)).toBeUndefined())
  test('office hours leave the night', () =>
    expect(firstGap([hours({ from: '08:00', to: '18:00' })], at)).toBe(
      'from Wednesday 1 April 02:05 to 08:00 (Europe/Berlin)',
    ))
  test('day and night of two schedules close it', () =>
    expect(
      firstGap([hours({ from: '08:00', to: '18:00' }), hours({ from: '18:00', to: '08:00' })], at),
    ).toBeUndefined())
  test('a weekend left out is named', () =>
    expect(firstGap([hours({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '00:00', to: '00:00' })], at)).toBe(
      'from Saturday 4 April 00:00 to Monday 6 April 00:00 (Europe/Berlin)',
    ))
  test('what begins later is a gap until then', () =>
    expect(firstGap([weekly({ layers: [{ people: ['ana'], from: '2026-05-01' }] })], at)).toBe(
      'before Friday 1 May 00:00 (Europe/Berlin)',
    ))
  test('what ends is a gap from then on', () =>
    expect(firstGap([weekly({ layers: [{ people: ['ana'], from: '2026-03-02', to: '2026-05-01' }] })], at)).toContain(
      'from Friday 1 May 00:00',
    ))
  test('the sun is followed over two zones', () => {
    const half = (zone: string, from: string, to: string) =>
      weekly({ zone, layers: [{ people: ['ana'], from: '2026-03-02', restrictions: [{ from, to }] }] })
    const berlin = half('Europe/Berlin', '08:00', '22:00')
    expect(firstGap([berlin, half('America/Los_Angeles', '10:00', '01:00')], at)).toBeUndefined()
    expect(
      firstGap([half('Europe/Berlin', '08:00', '20:00'), half('America/Los_Angeles', '14:00', '20:00')], at),
    ).toContain('from Wednesday 1 April 05:00')
    // For a week in autumn and three in spring their clocks are an hour nearer or farther.
    expect(firstGap([berlin, half('America/Los_Angeles', '10:00', '23:45')], at)).toBe(
      'from Sunday 25 October 07:45 to 08:00 (Europe/Berlin)',
    )
  })
})

test('a policy that would turn faster than once a minute is refused', () => {
  const step = { afterMs: 0, notify: [{ person: 'ana' }] }
  expect(policySpec.safeParse({ steps: [step], repeatAfterMs: 59_999 }).success).toBe(false)
  expect(policySpec.parse({ steps: [step] })).toMatchObject({ repeat: 0, repeatAfterMs: 300_000 })
  expect(policySpec.safeParse({ steps: [{ ...step, afterMs: 60_000 }, step] }).success).toBe(false)
})
