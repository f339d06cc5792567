import { expect, it } from 'vitest'
import { howFarSays } from './say-copying.ts'

it('how far, how fast and how long still, as far as that is known', () => {
  const copy = { phase: 'copy', done: 1.2e9, unit: 'bytes' } as const
  expect(howFarSays({ ...copy, of: 3e9, perSecond: 52e6, leftMs: 94_000 })).toBe(
    '1.2 GB of 3.0 GB · 52 MB/s · about 94 s left',
  )
  expect(howFarSays({ ...copy, of: 3e9, perSecond: 1e6 })).toBe(
    '1.2 GB of 3.0 GB · 1.0 MB/s · about 30 min left of this part',
  )
  expect(howFarSays(copy)).toBe('1.2 GB')
  expect(howFarSays({ phase: 'compare', done: 10_412, of: 10_412, unit: 'rows', perSecond: 9 })).toBe(
    '10,412 of 10,412 rows · 9 rows/s',
  )
  expect(howFarSays({ phase: 'restore', done: 0, unit: 'bytes' })).toBe('')
})
