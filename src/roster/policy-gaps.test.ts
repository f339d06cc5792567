import { expect, test } from 'vitest'
import { policyGaps } from './policy-gaps.ts'
import { policySpec, scheduleSpec, toSchedule } from './spec.ts'

const nights = toSchedule(
  scheduleSpec.parse({
    layers: [{ people: ['jonas'], from: '2026-01-01', restrictions: [{ from: '22:00', to: '06:00' }] }],
  }),
)
const weeks = toSchedule(
  scheduleSpec.parse({ layers: [{ people: ['ana', 'ben'], from: '2026-11-02', handOverAt: '08:00' }] }),
)
const schedules = new Map([
  ['nights', nights],
  ['weeks', weeks],
])
const [from, to] = ['2026-11-10T00:00:00.000Z', '2026-11-10T12:00:00.000Z']
const everybody = () => true
const first = { afterMs: 0, notify: [{ schedule: 'nights' }] }

test('a first step that calls nobody says who would be called later, and when', () => {
  const policy = policySpec.parse({ steps: [first, { afterMs: 300_000, notify: [{ schedule: 'weeks' }] }] })
  expect(policyGaps(policy, schedules, everybody, from, to)).toEqual([
    { from: '2026-11-10T06:00:00.000Z', to, thenMs: 300_000 },
  ])
})

test('whose turn it is and who is no longer there leaves a gap, too', () => {
  const policy = policySpec.parse({ steps: [{ afterMs: 0, notify: [{ schedule: 'weeks' }] }] })
  expect(policyGaps(policy, schedules, everybody, from, to)).toEqual([])
  expect(policyGaps(policy, schedules, person => person !== 'ben', from, to)).toEqual([{ from, to }])
})
