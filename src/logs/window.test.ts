import { expect, it } from 'vitest'
import { readWindow, timeOf } from './window.ts'

const utc = { offsetMinutes: 0, year: 2026 }
const nine = Date.parse('2026-11-28T09:20:01Z')

it('the time of a line is read in the forms that logs use', () => {
  const lines: [line: string, ms: number | undefined][] = [
    ['2026-11-28T09:20:01Z GET /cart 500', nine],
    ['2026-11-28T10:20:01.250+01:00 error', nine + 250],
    ['2026-11-28 09:20:01,250 ERROR pool', nine + 250],
    ['2026-11-28 04:50:01.123456-0430 x', nine + 123],
    ['{"ts":"2026-11-28T09:20:01Z","level":"error"}', nine],
    ['10.0.0.7 - - [28/Nov/2026:09:20:01 +0000] "GET / HTTP/1.1" 502', nine],
    ['Nov 28 09:20:01 web-1 nginx[812]: upstream timed out', nine],
    ['Nov  8 09:20:01 web-1 cron', Date.parse('2026-11-08T09:20:01Z')],
    ['E1128 09:20:01.250000 1 leader.go:40] lost', nine + 250],
    [`${nine / 1_000}.250 pid 4`, nine + 250],
    [`{"time":${nine + 250},"msg":"x"}`, nine + 250],
    ['2026/11/28 09:20:01 [error] 12#0: bind', nine],
    ['[Sat Nov 28 09:20:01 2026] [error] child 3 exited', nine],
    ['20261128-09:20:01:250|shop|3|said', nine + 250],
    ['26/11/28 09:20:01 INFO shop.Orders: x', nine],
    ['11-28 09:20:01.250  1702  2395 D Shop: x', nine + 250],
    ['- 1795857601 2026.11.28 R02 2026-11-28-09.20.01.250000 R02 RAS', nine + 250],
    ['2026-11-28 09:20:01.250 UTC [12] shop@shop LOG:  checkpoint', nine + 250],
    ['20261128T092001Z x', nine],
    ['    at pool.acquire (pool.js:14:9)', undefined],
    ['order 1764321601234567 of 12', undefined],
    ['', undefined],
  ]
  for (const [line, ms] of lines) expect([line, timeOf(line, utc)]).toEqual([line, ms])
  expect(timeOf('2026-11-28 10:20:01 x', { offsetMinutes: 60, year: 2026 })).toBe(nine)
})

it('a line that says no year, and would lie ahead, is of the year before', () => {
  const newYear = { offsetMinutes: 0, year: 2027, until: Date.parse('2027-01-01T00:10:00Z') }
  expect(timeOf('Dec 31 23:59:58 web-1 cron: x', newYear)).toBe(Date.parse('2026-12-31T23:59:58Z'))
  expect(timeOf('Jan  1 00:00:02 web-1 cron: x', newYear)).toBe(Date.parse('2027-01-01T00:00:02Z'))
})

it('a window holds the lines between two times, with what belongs to each', () => {
  const log = [
    'no time yet',
    '09:19 is none',
    '2026-11-28 09:19:59 before',
    '  of before',
    '2026-11-28 09:20:00 pool',
    '  at a',
    '2026-11-28 09:20:30 end',
    '2026-11-28 09:20:31 after',
    '  of after',
  ]
  const window = readWindow({ from: '2026-11-28T09:20:00Z', to: '2026-11-28T09:20:30Z' })
  expect(log.filter(line => window.holds(line))).toEqual([
    '2026-11-28 09:20:00 pool',
    '  at a',
    '2026-11-28 09:20:30 end',
  ])
  expect(window.dated()).toBe(4)
})

it('a line as long as a file is looked at in its beginning alone', () => {
  expect(timeOf(`${'1 Nov '.repeat(2_000_000)}2026-11-28T09:20:01Z`, utc)).toBeUndefined()
})
