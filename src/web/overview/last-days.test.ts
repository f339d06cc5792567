import { expect, it } from 'vitest'
import type { IncidentLine } from '../../incident/line.ts'
import { lastDays } from './last-days.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 12, 3, minutes)).toISOString()
const line = (more: Partial<IncidentLine>): IncidentLine => ({
  id: 'i',
  number: 1,
  title: 'x',
  severity: 'sev2',
  status: 'resolved',
  service: 'shop',
  openedAt: at(0),
  ...more,
})

it('says how many there were and how long users hurt, with a page and without', () => {
  const page = { page: 'p', title: 'P' }
  const lines = [
    line({ mitigatedAt: at(10), resolvedAt: at(50), page }),
    line({ resolvedAt: at(20) }),
    line({ resolvedAt: at(30) }),
    line({ status: 'open' }),
    line({ resolvedAt: at(59), drill: true }),
    line({ resolvedAt: at(59), mergedInto: 'j' }),
  ]
  const minuteMs = 60_000
  const medians = { medianMs: 20 * minuteMs, withPageMs: 10 * minuteMs, withoutPageMs: 25 * minuteMs }
  expect(lastDays(lines)).toEqual({ count: 4, drills: 1, ...medians })
  expect(lastDays([])).toEqual({ count: 0, drills: 0 })
})
