import { expect, it } from 'vitest'
import { isSame, queryOf, readFilter, writeFilter } from './filter.ts'

it('a filter is the same text however it was put together', () => {
  const filter = readFilter('?severity=sev1&q=no+data&unknown=1&status=')
  expect(filter).toEqual({ severity: 'sev1', q: 'no data' })
  expect(writeFilter(filter)).toBe('q=no+data&severity=sev1')
  expect(isSame({ severity: 'sev1', q: ' no data ' }, filter)).toBe(true)
})

it('asks for whole days of the reader', () => {
  const asked = new URLSearchParams(queryOf({ from: '2026-11-12', to: '2026-11-12' }))
  const [from, to] = [asked.get('from') ?? '', asked.get('to') ?? '']
  expect(new Date(from).getHours()).toBe(0)
  expect(Date.parse(to) - Date.parse(from)).toBe(24 * 3_600_000)
})
