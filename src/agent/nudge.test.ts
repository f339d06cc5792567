import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { escapeReader } from '../terminal/escapes.ts'
import { nudge } from './nudge.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function shell() {
  const window = {
    cols: 100,
    rows: 30,
    sizes: [] as number[],
    notes: 0,
    resize(_: number, rows: number) {
      window.rows = rows
      window.sizes.push(rows)
    },
  }
  const is = nudge(
    window,
    () => (window.notes += 1),
    () => Date.now(),
  )
  const reader = escapeReader()
  const prints = (text: string) => reader.read(text).forEach(is.heard)
  return { ...is, window, prints }
}

test('at a prompt nothing is drawn anew; a full-screen program is, and keeps its size', () => {
  const { window, prints, wanted } = shell()
  wanted()
  prints('\u001b[?1049;25h')
  wanted()
  expect(window).toMatchObject({ sizes: [29], notes: 1 })
  vi.advanceTimersByTime(100)
  expect(window.sizes).toEqual([29, 30])
  prints('\u001b[?1049l')
  vi.advanceTimersByTime(5_000)
  wanted()
  expect(window).toMatchObject({ rows: 30, notes: 1 })
})

test('asked for a hundred times in three seconds, it is done once a second', () => {
  const { window, prints, wanted } = shell()
  prints('\u001b[?1049h')
  for (let asked = 0; asked < 99; asked++) {
    wanted()
    vi.advanceTimersByTime(30)
  }
  expect(window.notes).toBe(3)
  vi.advanceTimersByTime(10_000)
  expect(window).toMatchObject({ notes: 4, rows: 30 })
})

test('an operator who makes the window another size meanwhile has that size', () => {
  const { window, prints, wanted, settle } = shell()
  prints('\u001b[?1049h')
  wanted()
  settle()
  window.resize(100, 29)
  vi.advanceTimersByTime(5_000)
  expect(window.rows).toBe(29)
})
