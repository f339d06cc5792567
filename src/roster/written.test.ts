import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scheduleSpec } from './spec.ts'
import { lengthIn, lengthText, turnText } from './written.ts'

const turnOf = (every: string) =>
  scheduleSpec.parse({ layers: [{ people: ['ana'], from: '2026-01-05', every }] }).layers[0]?.every

test('a turn is written in one way, and read back as the same turn', () => {
  const written = ['week', 'P1W', '7d', 'day', '24h', 'PT12H', '10d', '2w', 'month'].map(said => {
    const turn = turnOf(said)
    const text = turn && turnText(turn)
    expect(turnOf(text ?? '')).toEqual(turn)
    return text
  })
  expect(written).toEqual(['1w', '1w', '1w', '1d', '1d', '12h', '10d', '2w', 'P1M'])
})

test('a length of time is written in the largest unit that divides, and read back', () => {
  expect([0, 90_000, 600_000, 3_600_000, 86_400_000, 1_500].map(lengthText)).toEqual([
    '0m',
    '90s',
    '10m',
    '1h',
    '1d',
    '1500ms',
  ])
  fc.assert(
    fc.property(fc.nat(86_400_000), ms => lengthIn(lengthText(ms)) === ms),
    { numRuns: 50 },
  )
  expect(['', '10', 'm', '1.5h', '-1m', '10 minutes'].map(lengthIn)).toEqual(Array(6).fill(undefined))
})
