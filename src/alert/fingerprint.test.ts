import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Label } from './alert.ts'
import { fingerprintOf } from './fingerprint.ts'

/** As it is defined, in whole numbers of any length. */
function byDefinition(labels: Label): string {
  let hash = 0xcbf29ce484222325n
  for (const name of Object.keys(labels).sort()) {
    if (labels[name] === '') continue
    for (const byte of [...Buffer.from(name), 0xff, ...Buffer.from(labels[name] ?? ''), 0xff])
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffff_ffff_ffff_ffffn
  }
  return hash.toString(16).padStart(16, '0')
}

test('a fingerprint is FNV-1a as it is defined, whatever the labels are', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(fc.dictionary(text, text), labels => {
      expect(fingerprintOf(labels)).toBe(byDefinition(labels))
    }),
    { numRuns: 1_000 },
  )
})
