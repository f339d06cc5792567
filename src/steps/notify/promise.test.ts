import { describe, expect, test } from 'vitest'
import { type Told, toTell, whyNot } from './promise.ts'

const second = 1_000
const minute = 60 * second

/** What the way of last resort is told, looked at every 5 s; `red` are the times at which it is red. */
function heard(red: (ms: number) => boolean, untilMs: number): string[] {
  let told: Told = { said: 'green' }
  const heard: string[] = []
  for (let ms = 0; ms <= untilMs; ms += 5 * second) {
    const next = toTell(told, red(ms), ms)
    told = next.told
    if (next.say) heard.push(`${next.say} at ${ms / second}${next.redMs ? `, red for ${next.redMs / second}` : ''}`)
  }
  return heard
}

describe('the way of last resort', () => {
  test('hears nothing of a start, which is red until its first canary came', () => {
    expect(heard(ms => ms < 20 * second, 10 * minute)).toEqual([])
    expect(heard(ms => ms < 60 * second, 10 * minute)).toEqual([])
  })

  test('hears once that it is red, also when it was so from the start, and once that it is over', () => {
    expect(heard(ms => ms < 5 * minute, 20 * minute)).toEqual(['red at 65', 'green at 360, red for 300'])
    expect(heard(ms => ms >= 5 * minute && ms < 8 * minute, 20 * minute)).toEqual([
      'red at 300',
      'green at 540, red for 180',
    ])
  })

  test('hears one word of what is red now and then within a minute', () => {
    const flickers = (ms: number) => ms >= 5 * minute && ms < 8 * minute && (ms / second) % 20 === 0
    expect(heard(flickers, 20 * minute)).toEqual(['red at 300', 'green at 525, red for 165'])
    const twice = (ms: number) => ms === 5 * minute || ms === 10 * minute
    expect(heard(twice, 20 * minute).map(one => one.split(' ')[0])).toEqual(['red', 'green', 'red', 'green'])
  })
})

test('the promise is red without a canary, with something late, and when nobody could look for a minute', () => {
  const fine = { provenMsAgo: 1_000, auditedMsAgo: 1_000, late: [] }
  expect(whyNot(fine)).toEqual([])
  expect(whyNot({ late: [] })).toHaveLength(1)
  expect(whyNot({ ...fine, auditedMsAgo: 61_000 })).toEqual(['nobody could look for 1 min whether every page left'])
  const late = { what: 'call', id: 'c', dueAt: '', incident: 'i', number: 1, says: '' } as const
  const two = [
    { ...late, lateMs: 61_000 },
    { ...late, lateMs: 185_000 },
  ]
  expect(whyNot({ ...fine, late: two })).toEqual(['2 things that should have left by now did not, up to 3 min late'])
})
