import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endsSoon, isDown } from './probe.ts'

const rhythm = { everyMs: 60_000, timeoutMs: 10_000, failures: 2, of: 3 }

/** Each look as a letter, o for well and x for not; answers when it was down, look by look. */
function play(looks: string): string {
  let down = false
  return Array.from(looks)
    .map((_, n) => {
      const seen = Array.from(looks.slice(0, n + 1)).map(look => ({ isWell: look === 'o' }))
      down = isDown(down, seen, rhythm)
      return down ? 'x' : 'o'
    })
    .join('')
}

test('one failure is none, two of three are an outage, and it takes two good looks to end it', () => {
  expect(play('oxooxoo')).toBe('ooooooo')
  expect(play('oxoxoxooo')).toBe('oooxxxxoo')
  expect(play('xxoxoo')).toBe('oxxxxo')
})

test('what flaps changes at most every second look', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('o', 'x'), maxLength: 60 }), looks => {
      expect(play(looks)).not.toMatch(/oxo|xox/)
    }),
  )
})

test('a certificate is said to end in time', () => {
  const seen = { at: '2026-01-31T00:00:00.000Z', isWell: true, says: '200', ms: 1 }
  const check = { kind: 'http', url: 'https://shop.example.org', certificateDays: 14 } as const
  expect(endsSoon({ ...seen, certificateEndsAt: '2026-02-13T00:00:00.000Z' }, check)).toBe(true)
  expect(endsSoon({ ...seen, certificateEndsAt: '2026-02-15T00:00:00.000Z' }, check)).toBe(false)
  expect(endsSoon(seen, check)).toBeUndefined()
})
