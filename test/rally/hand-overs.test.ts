import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../harness.ts'
import { handRound } from '../lease/campaign.ts'
import { troublesOf } from '../lease/checker.ts'

const lanes = 1
const each = 20

let world: World

beforeAll(async () => {
  world = await startWorld()
})

afterAll(() => world.stop())

test('the keyboard goes round while processes stand still and lines are cut, and no key arrives that is not its holder’s', async () => {
  const seed = Date.now() % 1_000_000
  const went = await Promise.all(Array.from({ length: lanes }, (_, lane) => handRound(world, each, seed + lane)))
  for (const { history, handOvers } of went) {
    expect(handOvers).toBe(each)
    expect(troublesOf(history), `seed ${seed}`).toEqual([])
    expect(history.keys.length).toBeGreaterThan(each)
  }
})
