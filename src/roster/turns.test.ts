import { expect, test } from 'vitest'
import { policySpec, scheduleSpec, toSchedule } from './spec.ts'
import { standing } from './standing.ts'
import { nextTurn, nextTurnOf } from './turns.ts'

const schedule = (...layers: object[]) => toSchedule(scheduleSpec.parse({ zone: 'Europe/Berlin', layers }))
const weekly = { people: ['ana', 'ben'], handOverAt: '08:00', from: '2026-11-02T07:00:00Z' }
const at = '2026-11-05T12:00:00Z'

test('a week ends at its hand-over, and the next one is named', () => {
  expect(nextTurn(schedule(weekly), at)).toEqual({ from: '2026-11-09T07:00:00.000Z', person: 'ben' })
  expect(nextTurnOf(schedule(weekly), 'ben', at)?.from).toBe('2026-11-09T07:00:00.000Z')
})

test('who is there for ever has no end, who is never there no begin', () => {
  expect(nextTurn(schedule({ ...weekly, people: ['ana'] }), at)).toBeUndefined()
  expect(nextTurnOf(schedule(weekly), 'cleo', at)).toBeUndefined()
})

test('office hours end in the evening, with nobody after them', () => {
  const office = { ...weekly, people: ['ana'], restrictions: [{ from: '08:00', to: '18:00' }] }
  expect(nextTurn(schedule(office), at)).toEqual({ from: '2026-11-05T17:00:00.000Z', person: undefined })
})

test('an override comes first, and twelve hours are a turn', () => {
  const swapped = {
    ...schedule(weekly),
    overrides: [{ person: 'ben', from: '2026-11-06T10:00:00Z', to: '2026-11-06T12:00:00Z' }],
  }
  expect(nextTurn(swapped, at)).toEqual({ from: '2026-11-06T10:00:00.000Z', person: 'ben' })
  expect(nextTurn(schedule({ ...weekly, every: '12h' }), at)?.from).toBe('2026-11-05T19:00:00.000Z')
})

test('where somebody stands in a policy: since which step, until when, and who is called after them', () => {
  const policy = policySpec.parse({
    steps: [
      { afterMs: 0, notify: [{ schedule: 'first' }] },
      { afterMs: 300_000, notify: [{ person: 'jonas' }] },
    ],
  })
  const schedules = new Map([['first', schedule(weekly)]])
  const ends = { until: '2026-11-09T07:00:00.000Z', handOverTo: 'ben' }
  const jonas = [{ afterMs: 300_000, people: ['jonas'] }]
  expect(standing(policy, schedules, 'ana', at)).toEqual({ now: ['ana'], mine: 0, ...ends, after: jonas })
  expect(standing(policy, schedules, 'jonas', at)).toEqual({ now: ['ana'], mine: 1, after: [] })
  expect(standing(policy, schedules, 'cleo', at)).toEqual({ now: ['ana'], ...ends, after: jonas })
})
