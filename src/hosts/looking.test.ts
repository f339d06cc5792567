import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeLooking } from './looking.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what people look at is told once in a second, as it is then; who left looks at nothing', () => {
  const looking = makeLooking()
  const heard: unknown[] = []
  looking.hear('i1', () => heard.push(looking.at('i1')))
  for (let n = 0; n < 50; n++) looking.looksAt('i1', 'ben', `E${n}`)
  looking.looksAt('i1', 'cleo', 'H1')
  looking.looksAt('i2', 'ben', 'E1')
  vi.advanceTimersByTime(1_000)
  expect(heard).toEqual([{ ben: 'E49', cleo: 'H1' }])
  looking.looksAt('i1', 'ben', 'E49')
  looking.looksAt('i1', 'cleo', undefined)
  vi.advanceTimersByTime(1_000)
  expect(heard.slice(1)).toEqual([{ ben: 'E49' }])
})
