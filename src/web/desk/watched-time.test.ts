import { expect, test } from 'vitest'
import { watchedTime } from './watched-time.ts'

/** Looks each five seconds for so many minutes, and says how many minutes were counted. */
function watch(minutes: number, how: { isInSight?: boolean; moves?: boolean; stepMs?: number } = {}): number {
  const { isInSight = true, moves = true, stepMs = 5_000 } = how
  const time = watchedTime()
  let counted = 0
  for (let now = 0; now <= minutes * 60_000; now += stepMs) {
    time.moved(now, moves ? now : 0)
    counted += time.look(now, isInSight)
  }
  return counted
}

test('what moves in sight is counted in whole minutes', () => expect([watch(3), watch(2.9)]).toEqual([3, 2]))
test('what is behind another window is not watched', () => expect(watch(10, { isInSight: false })).toBe(0))
test('what stands still is watched for a minute at most', () => expect(watch(30, { moves: false })).toBe(0))
test('a page that slept was not watched meanwhile', () => expect(watch(60, { stepMs: 600_000 })).toBe(1))
