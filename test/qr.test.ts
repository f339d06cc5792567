import { expect, it } from 'vitest'
import { qrSvg } from '../src/server/qr.ts'
import { readQr } from './read-qr.ts'

it('a code says what was put into it, short or long', () => {
  for (const length of [5, 20, 40, 60, 80, 100, 120, 150, 180, 210]) {
    const text = `ntfy://ntfy.sh/${'aB3-_'.repeat(60)}`.slice(0, length)
    expect(readQr(qrSvg(text))).toBe(text)
  }
  expect(readQr(qrSvg('Grüße, 消防'))).toBe('Grüße, 消防')
})
