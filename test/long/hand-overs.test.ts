import { expect, test } from 'vitest'
import { startWorld } from '../harness.ts'
import { handRound, type Went } from '../lease/campaign.ts'
import { troublesOf } from '../lease/checker.ts'
import { keepHandOvers } from '../lease/measured.ts'
import { proofSeed, proofSize } from '../proof-size.ts'

const each = 200
const atATime = 8
const count = process.env['FIRELINE_PROOF'] ? proofSize('HAND_OVERS') : 1_000

test('the keyboard goes round thousands of times while things break, and every key that arrived was its holder’s', async () => {
  const seed = proofSeed()
  const begun = performance.now()
  const world = await startWorld()
  const went: Went[] = []
  const troubles: string[] = []
  const lanes = Array.from({ length: Math.ceil(count / each) }, (_, n) => seed + n)
  const work = async () => {
    for (let next = lanes.shift(); next !== undefined; next = lanes.shift()) {
      const one = await handRound(world, each, next)
      went.push(one)
      troubles.push(...troublesOf(one.history).map(trouble => `seed ${next}: ${trouble}`))
    }
  }
  try {
    await Promise.all(Array.from({ length: atATime }, work))
  } finally {
    await world.stop()
    keepHandOvers({ seed, went, troubles, tookMs: performance.now() - begun })
  }
  expect(troubles).toEqual([])
  expect(went.reduce((sum, one) => sum + one.handOvers, 0)).toBeGreaterThanOrEqual(count)
})
