import { expect, test } from 'vitest'
import { startWorld } from '../harness.ts'
import { handRound, type Went } from '../lease/campaign.ts'
import { troublesOf } from '../lease/checker.ts'
import { keepHandOvers } from '../lease/measured.ts'
import { proofSeed, proofSize } from '../proof-size.ts'

const each = 200
const atATime = 8
const count = process.env['FIRELINE_PROOF'] ? proofSize('HAND_OVERS') : 1_000
const sayEveryMs = 15_000

test('the keyboard goes round thousands of times while things break, and every key that arrived was its holder’s', async () => {
  const seed = proofSeed()
  const begun = performance.now()
  const world = await startWorld()
  const went: Went[] = []
  const troubles: string[] = []
  const lanes = Array.from({ length: Math.ceil(count / each) }, (_, n) => seed + n)
  const counts = saysItsCount(count)
  const work = async () => {
    for (let next = lanes.shift(); next !== undefined; next = lanes.shift()) {
      const one = await handRound(world, each, next, counts.oneMore)
      went.push(one)
      troubles.push(...troublesOf(one.history).map(trouble => `seed ${next}: ${trouble}`))
    }
  }
  try {
    await Promise.all(Array.from({ length: atATime }, work))
  } finally {
    counts.end()
    // What a 5xx was about stands only here.
    for (const error of world.errors) process.stdout.write(`${error}\n`)
    await world.stop()
    keepHandOvers({ seed, went, troubles, tookMs: performance.now() - begun })
  }
  expect(troubles).toEqual([])
  expect(went.reduce((sum, one) => sum + one.handOvers, 0)).toBeGreaterThanOrEqual(count)
})

/** Who waits for it reads how far it is, how fast, and how long it will still take. */
function saysItsCount(of: number): { oneMore(): void; end(): void } {
  const begun = performance.now()
  let done = 0
  const say = () => {
    const perSecond = done / ((performance.now() - begun) / 1_000)
    const leftMin = perSecond > 0 ? `, ${((of - done) / perSecond / 60).toFixed(0)} min to go` : ''
    process.stdout.write(
      `${done.toLocaleString('en')} of ${of.toLocaleString('en')} hand-overs, ${perSecond.toFixed(1)} a second${leftMin}\n`,
    )
  }
  const timer = setInterval(say, sayEveryMs)
  return {
    oneMore: () => void (done += 1),
    end() {
      clearInterval(timer)
      say()
    },
  }
}
