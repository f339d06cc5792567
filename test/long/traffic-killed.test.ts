import { describe, expect, test } from 'vitest'
import { runTraffic } from '../killed/traffic.ts'
import { requireProgram } from '../real-program.ts'

const program = requireProgram('haproxy')

describe.runIf(program)('a node that moves traffic is killed', () => {
  test('what was half there goes back, what was there is finished, and what is watched goes on being watched', async () => {
    const rounds = await runTraffic(program ?? '', [
      { at: 'traffic-begun', n: 1 },
      { at: 'traffic-moved', n: 1 },
      { at: 'traffic-begun', n: 2 },
      { at: 'traffic-moved', n: 2 },
      { at: 'watch', n: 1 },
    ])
    const told = rounds.map(({ point, shift, entries, failed }) => {
      const ends = entries.filter(({ type }) => type === 'TrafficReverted' || type === 'TrafficFailed')
      const isAll = entries.some(one => one.type === 'TrafficShifted' && one.data.share === 100)
      return [point.at, point.n, shift.state, shift.why, { isAll, ends: ends.length, failed }]
    })
    const stopped = 'Fireline stopped while it moved.'
    const isBroken = expect.stringMatching(/fail there|fails the proxy/) as string
    expect(told).toEqual([
      ['traffic-begun', 1, 'reverted', stopped, { isAll: false, ends: 1, failed: 0 }],
      ['traffic-moved', 1, 'reverted', stopped, { isAll: false, ends: 1, failed: 0 }],
      ['traffic-begun', 2, 'reverted', stopped, { isAll: false, ends: 1, failed: 0 }],
      ['traffic-moved', 2, 'moved', undefined, { isAll: true, ends: 0, failed: 0 }],
      ['watch', 1, 'reverted', isBroken, { isAll: true, ends: 1, failed: 0 }],
    ])
    // In maintenance before the first: from then on it is drained, which is where the way back leaves it.
    expect(rounds.slice(1).every(({ isAsBefore }) => isAsBefore)).toBe(true)
  }, 400_000)
})
