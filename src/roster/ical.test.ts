import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeIcal } from './ical.ts'
import { readIcal } from './ical-read.ts'

const year = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', zone: 'Europe/Berlin' }
const at = '2026-11-12T03:21:00Z'
const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
const spans = (text: string) =>
  readIcal(text, year)?.events.map(({ from, to }) => `${from.slice(0, 16)} ${to.slice(0, 16)}`)

test('a shift is written as calendars read it: UTC, CRLF, escaped, folded at 75 octets', () => {
  const title = 'On call: primary; checkout, gateway\nEND:VCALENDAR'
  const text = writeIcal(
    'Ana',
    [{ id: 'a1', from: '2026-11-09T07:00:00Z', to: '2026-11-16T07:00:00Z', title, about: 'é'.repeat(60) }],
    at,
  )
  expect(text.split('\r\n')).toEqual(
    expect.arrayContaining([
      'DTSTART:20261109T070000Z',
      'DTEND:20261116T070000Z',
      'SUMMARY:On call: primary\\; checkout\\, gateway\\nEND:VCALENDAR',
      `DESCRIPTION:${'é'.repeat(31)}`,
      ` ${'é'.repeat(29)}`,
    ]),
  )
  expect(Math.max(...text.split('\r\n').map(line => new TextEncoder().encode(line).length))).toBeLessThanOrEqual(75)
  expect(text.match(/^END:VCALENDAR\r$/gm)).toHaveLength(1)
})

const signs = ['a', 'é', '漢', '😀', ';', ',', ':', '\\', '"', ' ', '\n', '\r', '\0', '\ud800']
const titles = fc.array(fc.constantFrom(...signs), { maxLength: 150 }).map(all => all.join(''))

test('whatever stands in a title, what was written is read back', () => {
  fc.assert(
    fc.property(titles, title => {
      const event = { id: 'x', from: '2026-05-01T10:00:00Z', to: '2026-05-01T11:30:00Z', title }
      const text = writeIcal(title, [event], at)
      expect(readIcal(text, year)?.events).toEqual([
        expect.objectContaining({ from: '2026-05-01T10:00:00.000Z', to: '2026-05-01T11:30:00.000Z' }),
      ])
    }),
    { numRuns: 50 },
  )
})

test('whole days begin at the midnight of their reader, and end before the next one', () => {
  expect(spans(calendar('SUMMARY:Vacation', 'DTSTART;VALUE=DATE:20260701', 'DTEND;VALUE=DATE:20260704'))).toEqual([
    '2026-06-30T22:00 2026-07-03T22:00',
  ])
  expect(spans(calendar('SUMMARY:Christmas', 'DTSTART;VALUE=DATE:20261225'))).toEqual([
    '2026-12-24T23:00 2026-12-25T23:00',
  ])
})

test('what repeats keeps its local time when the clocks change, until its end and without its exceptions', () => {
  const weekly = ['DTSTART;TZID=America/New_York:20261028T090000', 'DURATION:PT1H']
  expect(spans(calendar(...weekly, 'RRULE:FREQ=WEEKLY;COUNT=2'))).toEqual([
    '2026-10-28T13:00 2026-10-28T14:00',
    '2026-11-04T14:00 2026-11-04T15:00',
  ])
  const days = 'RRULE:FREQ=WEEKLY;BYDAY=WE,FR;UNTIL=20261106T235959Z'
  expect(spans(calendar(...weekly, days, 'EXDATE;TZID=America/New_York:20261030T090000'))).toEqual([
    '2026-10-28T13:00 2026-10-28T14:00',
    '2026-11-04T14:00 2026-11-04T15:00',
    '2026-11-06T14:00 2026-11-06T15:00',
  ])
  expect(spans(calendar('DTSTART;VALUE=DATE:20100501', 'RRULE:FREQ=YEARLY'))).toEqual([
    '2026-04-30T22:00 2026-05-01T22:00',
  ])
})

test('what cannot be read is named, and the rest is read; what was called off is not there', () => {
  const odd = calendar(
    'SUMMARY:Board',
    'DTSTART:20260105T100000Z',
    'DTEND:20260105T110000Z',
    'RRULE:FREQ=MONTHLY;BYDAY=2MO',
  )
  expect(readIcal(odd, year)).toEqual({
    events: [],
    left: ['Board: it repeats in a way that is not read (FREQ=MONTHLY;BYDAY=2MO).'],
  })
  expect(readIcal(calendar('SUMMARY:X', 'DTSTART;TZID=Nowhere/None:20260105T100000'), year)?.left).toEqual([
    'X: it has no begin that can be read.',
  ])
  expect(spans(calendar('STATUS:CANCELLED', 'DTSTART:20260105T100000Z', 'DTEND:20260105T110000Z'))).toEqual([])
  expect(readIcal('a letter', year)).toBeUndefined()
  const nested = calendar(
    'DTSTART:20260105T100000Z',
    'DTEND:20260105T110000Z',
    'BEGIN:VALARM',
    'DURATION:PT5M',
    'END:VALARM',
  )
  expect(spans(nested)).toEqual(['2026-01-05T10:00 2026-01-05T11:00'])
})

test('a hostile calendar ends at a thousand events', () => {
  const daily = calendar('DTSTART:19000101T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY')
  const decade = { ...year, from: '1900-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
  expect(readIcal(daily, decade)?.events).toHaveLength(1_000)
})
