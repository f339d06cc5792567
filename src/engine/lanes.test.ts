import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ObligationKind } from '../incident/obligation.ts'
import { lanes } from './lanes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const placesFor = (all: ReturnType<typeof lanes>, kind: ObligationKind) =>
  all.free().find(one => one.kinds.includes(kind))?.places ?? 0

it('every lane has places of its own, and a full one takes none of another', () => {
  const all = lanes(() => {})
  for (let i = 0; i < 16; i++) all.enter('call')
  expect(placesFor(all, 'call')).toBe(0)
  for (const kind of ['ask', 'tell-stakeholders', 'run-change'] as const)
    expect([kind, placesFor(all, kind)]).toEqual([kind, 8])
})

it('who waits longer than a second stands aside for others, up to 256 of them', () => {
  let rooms = 0
  const all = lanes(() => rooms++)
  for (let i = 0; i < 16; i++) all.enter('call')
  vi.advanceTimersByTime(999)
  expect([placesFor(all, 'call'), rooms]).toEqual([0, 0])
  vi.advanceTimersByTime(1)
  expect([placesFor(all, 'call'), rooms]).toEqual([16, 16])
  const leave = Array.from({ length: 240 }, () => all.enter('call'))
  vi.advanceTimersByTime(1_000)
  expect(placesFor(all, 'call')).toBe(0)
  for (const one of leave) one()
  expect(placesFor(all, 'call')).toBe(16)
})

it('is asked for more when it is half empty, so that each question to the database brings several', () => {
  const all = lanes(() => {})
  const leave = Array.from({ length: 16 }, () => all.enter('call'))
  for (const one of leave.slice(0, 7)) one()
  expect(placesFor(all, 'call')).toBe(0)
  leave[7]?.()
  expect(placesFor(all, 'call')).toBe(8)
})
