import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { sha256 } from './sha256.ts'

test('is the sha256 of every length around a block, and of other letters', () => {
  const texts = [...Array.from({ length: 200 }, (_, n) => 'x'.repeat(n)), 'ä€😀 \0', 'y'.repeat(10_000)]
  for (const text of texts) expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
})
