import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callPlan, inOwnOrder, isAlwaysQuiet, type PersonalRules, quietUntil } from './personal-rules.ts'

const minute = 60_000
const rules = (more: Partial<PersonalRules> = {}): PersonalRules => ({
  zone: 'Europe/Berlin',
  steps: [],
  quiet: [{ days: [], from: '22:00', to: '07:00', lets: 'sev1' }],
  ...more,
})
const night = '2026-03-02T02:58:00.000Z'
const day = '2026-03-02T12:00:00.000Z'

test('without rules the best channel is called at once, and there is no call without a channel', () => {
  expect(callPlan(undefined, ['ntfy', 'mail'], 'sev2', night)).toEqual([{ channel: 'ntfy', dueAt: night }])
  expect(callPlan(rules(), [], 'sev2', day)).toEqual([])
})

test('channels are called one after the other, and those that a person has no more are left out', () => {
  const steps = [
    { channel: 'telegram', afterMs: 0 },
    { channel: 'ntfy', afterMs: minute },
    { channel: 'mail', afterMs: 5 * minute },
  ]
  expect(callPlan(rules({ steps }), ['mail', 'ntfy'], 'sev2', day)).toEqual([
    { channel: 'ntfy', dueAt: day },
    { channel: 'mail', dueAt: '2026-03-02T12:04:00.000Z' },
  ])
  expect(inOwnOrder(rules({ steps }), ['webhook', 'mail', 'ntfy'])).toEqual(['ntfy', 'mail', 'webhook'])
})

test('quiet hours are of the clocks where the person lives, and let the worst through', () => {
  expect(quietUntil(rules(), 'sev2', night)).toBe('2026-03-02T06:00:00.000Z')
  expect(quietUntil(rules(), 'sev1', night)).toBeUndefined()
  expect(quietUntil(rules(), 'sev2', day)).toBeUndefined()
  expect(quietUntil(rules(), 'sev2', '2026-03-02T05:59:59.999Z')).toBe('2026-03-02T06:00:00.000Z')
  expect(quietUntil(rules(), 'sev2', '2026-03-02T06:00:00.000Z')).toBeUndefined()
  expect(callPlan(rules(), ['ntfy'], 'sev3', night)).toEqual([{ channel: 'ntfy', dueAt: '2026-03-02T06:00:00.000Z' }])
})

test('the night in which the clocks go forward is an hour shorter', () => {
  expect(quietUntil(rules(), 'sev2', '2026-03-28T23:00:00.000Z')).toBe('2026-03-29T05:00:00.000Z')
})

test('windows that touch are one quiet; of certain days only those count', () => {
  const weekend = { days: [6, 7], from: '00:00', to: '00:00', lets: 'none' as const }
  expect(quietUntil(rules({ quiet: [weekend] }), 'sev1', '2026-03-07T12:00:00.000Z')).toBe('2026-03-08T23:00:00.000Z')
  expect(quietUntil(rules({ quiet: [weekend] }), 'sev1', day)).toBeUndefined()
  expect(isAlwaysQuiet(rules({ quiet: [weekend] }), day)).toBe(false)
  expect(isAlwaysQuiet(rules({ quiet: [{ ...weekend, days: [] }] }), day)).toBe(true)
})

test('property: whoever has a channel is called, in order of time, never before the page and within a day of quiet', () => {
  const time = fc.integer({ min: 0, max: 23 }).map(hour => `${String(hour).padStart(2, '0')}:30`)
  const some = fc.record({
    zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'),
    steps: fc
      .array(
        fc.record({
          channel: fc.constantFrom('ntfy', 'mail', 'telegram'),
          afterMs: fc.integer({ min: 0, max: minute }),
        }),
        { maxLength: 4 },
      )
      .map(steps => steps.sort((a, b) => a.afterMs - b.afterMs)),
    quiet: fc.array(
      fc.record({
        days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
        from: time,
        to: time,
        lets: fc.constantFrom('sev1', 'sev2', 'none'),
      }),
      { maxLength: 1 },
    ),
  }) as fc.Arbitrary<PersonalRules>
  const at = fc.integer({ min: 0, max: 300 * 24 }).map(hours => new Date(Date.UTC(2026, 0, 1, hours)).toISOString())
  fc.assert(
    fc.property(some, at, fc.constantFrom('sev1', 'sev2', 'sev3'), (mine, when, severity) => {
      fc.pre(!isAlwaysQuiet(mine, when))
      const plan = callPlan(mine, ['ntfy', 'mail'], severity, when)
      expect(plan.length).toBeGreaterThan(0)
      expect(plan.map(one => one.dueAt)).toEqual(plan.map(one => one.dueAt).sort())
      expect(plan[0]!.dueAt >= when).toBe(true)
      const quiet = quietUntil(mine, severity, when)
      expect(plan[0]!.dueAt).toBe(quiet ?? when)
      if (quiet) expect(quietUntil(mine, severity, quiet)).toBeUndefined()
    }),
    { numRuns: 100 },
  )
})
