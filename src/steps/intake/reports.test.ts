import { expect, test } from 'vitest'
import type { Ask } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import type { Incident } from '../../incident/incident.ts'
import { replay, unopened } from '../../incident/replay.ts'
import { isTimeToTell, tellReports } from './reports.ts'
import { inShort, reportsText } from './reports-text.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 31, 2, 51) + seconds * 1_000).toISOString()
const burning: Incident = { ...unopened, id: 'i', seq: 1, status: 'open', openedAt: at(0) }
const kept = { digest: 'd', bytes: 9, excerpt: 'e' }

/** The incident after so many reports were told at this time, and how many events that made. */
function tell(was: Incident, count: number, seconds: number): { is: Incident; events: number } {
  const ask: Ask<Record<string, never>> = {
    id: `a${seconds}`,
    by: { kind: 'system', id: 'f', name: 'form' },
    at: at(seconds),
    body: {},
  }
  const decided = tellReports(was, ask, { reports: { count, says: 'cannot pay', source: 'form', kept } })
  if (!Array.isArray(decided)) throw new Error('refused')
  const entries = decided.map(
    ({ type, v, data }) =>
      ({ id: 'e', incident: 'i', seq: was.seq + 1, at: ask.at, by: ask.by, type, v, data }) as Entry,
  )
  return { is: replay(entries, was), events: decided.length }
}

test('reports are told at once, then ever more seldom, under the same name', () => {
  let is = burning
  const told: number[] = []
  for (let seconds = 0; seconds <= 3_600; seconds += 1) {
    const next = tell(is, seconds + 1, seconds)
    if (next.events > 0) told.push(seconds)
    is = next.is
  }
  expect(told.slice(0, 7)).toEqual([0, 5, 10, 20, 40, 80, 160])
  expect(told.length).toBeLessThan(25)
  expect(is.evidence).toMatchObject([{ id: 'a0', ref: 'E1', kind: 'report', at: at(0) }])
})

test('nothing new is not told, and an incident that is over hears no reports', () => {
  const { is } = tell(burning, 3, 0)
  expect(tell(is, 3, 60).events).toBe(0)
  expect(isTimeToTell({ ...is, status: 'resolved' }, at(600))).toBe(false)
})

test('what most of them say is what is said of all', () => {
  expect(inShort(['It is slow', 'Cannot pay!', '\n cannot  pay \nsince lunch'].map(says => ({ says })))).toBe(
    'Cannot pay!',
  )
  expect(inShort([])).toBe('')
  expect(inShort([{ says: 'x'.repeat(500) }])).toHaveLength(160)
})

test('the text names each, its door and its time, and no person', () => {
  expect(reportsText(3, [{ says: 'cannot\npay', at: at(0), source: 'Checkout page', since: at(-660) }])).toBe(
    '3 customers told us.\n\n2026-01-31 02:51 UTC Checkout page, since 2026-01-31 02:40 UTC\n  cannot\n  pay\n\nAnd 2 more.',
  )
})
