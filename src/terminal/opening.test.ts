import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keysText, openingText } from './opening.ts'

const text = fc.oneof(fc.string(), fc.constantFrom('a', 'a\nhost: "b"', '"\n', '', '\u2028', '\ud800'))
const opening = fc.record({
  host: text,
  account: text,
  incident: text,
  terminal: text,
  nonce: text,
  person: text,
  sessionKey: text,
  notAfter: text,
})
const keys = fc.record({ terminal: fc.uuid(), epoch: fc.nat(9), seq: fc.nat(99), after: fc.nat(99), data: text })

test('no two openings are signed as one, whatever their fields hold', () => {
  fc.assert(
    fc.property(opening, opening, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other)
      expect(openingText(one) === openingText(other)).toBe(isSame)
      expect(openingText(one).split('\n')).toHaveLength(10)
    }),
    { numRuns: 500 },
  )
})

test('no two pieces of keys are signed as one', () => {
  fc.assert(
    fc.property(keys, keys, (one, other) => {
      expect(keysText(one) === keysText(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
    }),
    { numRuns: 500 },
  )
})

test('what is signed reads as what it is', () => {
  const said = {
    host: 'db-1',
    account: 'ben',
    incident: '0191d0e0-0000-7000-8000-000000000012',
    terminal: '7d1d2f6e-0000-4000-8000-000000000001',
    nonce: 'n0nce',
    person: '0191d0e0-0000-7000-8000-0000000000be',
    sessionKey: 'MFkw',
    notAfter: '2026-03-02T02:11:00.000Z',
  }
  expect(openingText(said)).toBe(`fireline opens a shell, v1
host: "db-1"
account: "ben"
incident: "0191d0e0-0000-7000-8000-000000000012"
terminal: "7d1d2f6e-0000-4000-8000-000000000001"
nonce: "n0nce"
person: "0191d0e0-0000-7000-8000-0000000000be"
sessionKey: "MFkw"
notAfter: "2026-03-02T02:11:00.000Z"
`)
})
