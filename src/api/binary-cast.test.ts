import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binaryCast, castFrameHead } from './binary-cast.ts'
import { maxCastBytes } from './frame-sizes.ts'

const frame = (offset: number, lines: string) => Buffer.concat([castFrameHead(offset), Buffer.from(lines)])

test('lines and their place come out of a frame as they went in, wherever the frame lies in memory', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 46), fc.string(), (offset, text) => {
      const within = Buffer.concat([Buffer.from('xyz'), frame(offset, `${text}\n`)]).subarray(3)
      const read = binaryCast(within)
      expect(read?.offset).toBe(offset)
      expect(Buffer.from(read?.lines ?? []).toString()).toBe(Buffer.from(`${text}\n`).toString())
    }),
  )
})

test('a frame that is short, torn, too long, of another kind or beyond all offsets is nothing', () => {
  const whole = frame(0, 'a\n')
  const other = Buffer.from(whole)
  other[0] = 2
  const wrong = [
    Buffer.alloc(0),
    whole.subarray(0, 6),
    whole.subarray(0, 7),
    frame(0, 'a'),
    frame(0, `${'a'.repeat(maxCastBytes)}\n`),
    other,
    frame(2 ** 47, 'a\n'),
    frame(2 ** 48 - 1, 'a\n'),
  ]
  expect(wrong.map(binaryCast)).toEqual(wrong.map(() => undefined))
  expect(binaryCast(whole)?.offset).toBe(0)
})
