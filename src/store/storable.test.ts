import { expect, test } from 'vitest'
import { storable } from './storable.ts'

test('text of anybody is stored without what PostgreSQL refuses, and a cut leaves no half of a sign', () => {
  expect(storable('a\0b')).toBe('a\u2400b')
  expect(storable('half \ud83d')).toBe('half \ufffd')
  expect(storable('ab\u{1f525}', 3)).toBe('ab\ufffd')
  expect(storable('as it was, \u{1f525} and all')).toBe('as it was, \u{1f525} and all')
})
