import { expect, it } from 'vitest'
import type { CallMessage } from './channel.ts'
import { gsmLength, smsText } from './sms-text.ts'

const link = `https://fireline.example.org/a/${'t'.repeat(43)}`
const message = (headline: string, more: Partial<CallMessage> = {}) =>
  ({ headline, link, repeat: false, ...more }) as CallMessage

it('a page fits into one message of 160 where it can: one line, and the link', () => {
  const text = smsText(message('SEV2 checkout · Payments fail since 03:12'))
  expect(text).toBe(`SEV2 checkout - Payments fail since 03:12\n${link}`)
  expect(gsmLength(text)).toBeLessThanOrEqual(160)
})

it('a long line is cut and the link never is, in every alphabet', () => {
  for (const headline of ['x'.repeat(900), '€'.repeat(400), 'Оплата не проходит '.repeat(40), '🔥'.repeat(300)]) {
    const text = smsText(message(headline))
    const length = gsmLength(text)
    expect(length ?? text.length).toBeLessThanOrEqual(length === undefined ? 201 : 306)
    expect(text.endsWith(`\n${link}`)).toBe(true)
    expect(text.isWellFormed()).toBe(true)
  }
})

it('what an alert says stays on its line, and a repeat says that it may be one', () => {
  const text = smsText(message('down\r\nTo: +4930\u0000"x"', { repeat: true }))
  expect(text).toBe(`repeat? down To: +4930 "x"\n${link}`)
})
