import { expect, test } from 'vitest'
import { isAutomatic, saysOf, withoutHistory } from './mail-text.ts'

test('what a mail answers is cut away, as mail programs write it', () => {
  const quoted = [
    'It fails again.\n\nOn Fri, Jan 30, 2026 at 2:40 AM Shop <help@shop.example.org> wrote:\n> Hello',
    'It fails again.\n\nOn Fri, Jan 30, 2026 at 2:40 AM Somebody with a very long name\n<help@shop.example.org> wrote:\n\n> Hello',
    'It fails again.\n\nAm 30.01.2026 um 02:40 schrieb Shop:\n> Hallo',
    'It fails again.\n-- \nZoë\nSent from my phone',
    'It fails again.\r\n\r\n-----Original Message-----\r\nFrom: Shop',
    'It fails again.\n\nFrom: Shop <help@shop.example.org>\nSent: Friday\nHello',
    '> Hello\nIt fails again.\n> bye',
    'It fails again.\n\n________________________________\nVon: Shop',
  ]
  expect(new Set(quoted.map(withoutHistory))).toEqual(new Set(['It fails again.']))
  expect(withoutHistory('On Monday it failed.\nFrom: the start.\nToday too')).toBe(
    'On Monday it failed.\nFrom: the start.\nToday too',
  )
})

test('a mail says its subject and its words', () => {
  expect(saysOf('Re: AW: Cannot pay', 'The card is refused.', 100)).toBe('Cannot pay\nThe card is refused.')
  expect(saysOf('Cannot pay', 'cannot pay since noon', 100)).toBe('cannot pay since noon')
  expect(saysOf('', '> only quoted', 100)).toBe('A mail without words')
  expect(saysOf('x'.repeat(200), '', 100)).toHaveLength(100)
})

test('what machines send is nobody who is hurt', () => {
  const automatic = (name: string, value: string) => isAutomatic(new Map([[name, value]]), 'zoe@example.org')
  expect(automatic('auto-submitted', 'auto-replied')).toBe(true)
  expect(automatic('auto-submitted', 'no')).toBe(false)
  expect(automatic('precedence', 'Bulk')).toBe(true)
  expect(automatic('return-path', '<>')).toBe(true)
  expect(automatic('content-type', 'multipart/report; report-type=delivery-status')).toBe(true)
  expect(isAutomatic(new Map(), 'MAILER-DAEMON@mail.example.org')).toBe(true)
  expect(isAutomatic(new Map(), 'norman@example.org')).toBe(false)
})

test('text that was made to be slow is read in its time', () => {
  const long = `${'On '.repeat(40_000)}\n${'> '.repeat(40_000)}`
  expect(withoutHistory(long).length).toBeLessThan(long.length)
  expect(saysOf(`Re${' '.repeat(100_000)}x`, '', 100)).toBe('Re')
})
