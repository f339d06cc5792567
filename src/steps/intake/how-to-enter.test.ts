import { expect, test } from 'vitest'
import { changed } from './flapping.ts'
import { howToEnter } from './how-to-enter.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 2) + seconds * 1_000).toISOString()
const group = (more: object) => ({ key: 'service:db', ...more })

test('an alert joins what is open, within the window of the last one', () => {
  const open = (lastAlertAt?: string) => ({ open: { lastAlertAt }, since: [at(100)] })
  expect(howToEnter(group({}), open(at(0)), at(9_999))).toBe('joins')
  expect(howToEnter(group({ windowMs: 60_000 }), open(at(40)), at(100))).toBe('joins')
  expect(howToEnter(group({ windowMs: 60_000 }), open(at(39)), at(100))).toBe('opens')
  expect(howToEnter(group({ windowMs: 60_000 }), open(undefined), at(100))).toBe('joins')
  expect(howToEnter(group({}), { since: [at(100)] }, at(100))).toBe('opens')
})

test('below the threshold alerts wait, and only those of the window count', () => {
  const of = (...since: number[]) =>
    howToEnter(group({ threshold: 3, windowMs: 60_000 }), { since: since.map(at) }, at(100))
  expect([of(100), of(90, 100), of(39, 90, 100), of(40, 90, 100)]).toEqual(['waits', 'waits', 'waits', 'opens'])
  const open = { open: {}, since: [at(100)] }
  expect(howToEnter(group({ threshold: 3 }), open, at(100))).toBe('joins')
})

test('an alert flaps after more changes than the rule has, until it was steady for as long', () => {
  const rule = { changes: 3, withinMs: 60_000 }
  const after = (...times: number[]) =>
    times.reduce<ReturnType<typeof changed>>((was, time) => changed(rule, was, at(time)), { at: [] })
  expect(after(0, 10, 20).flapsUntil).toBeUndefined()
  expect(after(0, 10, 20, 30)).toMatchObject({ flapsUntil: at(90), begins: true })
  expect(after(0, 10, 20, 61).flapsUntil).toBeUndefined()
  expect(after(0, 10, 20, 30, 89)).toMatchObject({ flapsUntil: at(149), begins: false })
  expect(after(0, 10, 20, 30, 91).flapsUntil).toBeUndefined()
  expect(after(...Array.from({ length: 100 }, (_, i) => i)).at).toHaveLength(4)
})
