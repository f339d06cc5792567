import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { flow } from './flow.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function flowing() {
  let state = 'runs'
  const pty = { pause: () => (state = 'waits'), resume: () => (state = 'runs') }
  return { ...flow(pty, Date.now), state: () => state }
}

test('a program waits while it is ahead of its credit, and goes on with more of it', () => {
  const one = flowing()
  one.linked(100)
  one.grown(100)
  expect(one.state()).toBe('runs')
  one.grown(101)
  expect(one.state()).toBe('waits')
  one.credit(300)
  expect(one.state()).toBe('runs')
})

test('a server that is silent for two seconds holds nobody up, and neither does a line that is cut', () => {
  const one = flowing()
  one.linked(100)
  one.grown(500)
  vi.advanceTimersByTime(1_500)
  one.credit(200)
  vi.advanceTimersByTime(1_500)
  expect(one.state(), 'it said something since').toBe('waits')
  vi.advanceTimersByTime(600)
  one.grown(900)
  expect(one.state()).toBe('runs')
  one.credit(200)
  expect(one.state()).toBe('waits')
  one.linked(undefined)
  expect(one.state()).toBe('runs')
})

test('where a recording is strict, a disk that refuses is waited for, whatever the credit', () => {
  const one = flowing()
  one.linked(1_000)
  one.waitForDisk(true)
  one.credit(5_000)
  expect(one.state()).toBe('waits')
  one.waitForDisk(false)
  expect(one.state()).toBe('runs')
})
