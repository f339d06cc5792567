import { expect, test } from 'vitest'
import { inBatches } from '../killed/in-batches.ts'
import { runInDoubt } from '../killed/in-doubt.ts'
import { proofSeed, proofSize } from '../proof-size.ts'

test('commit after commit whose answer is lost: each is done once, and no sender makes a twin', async () => {
  const seed = proofSeed()
  let askedAgain = 0
  const { troubles } = await inBatches({
    fault: 'F11',
    times: proofSize('F11'),
    atOnce: 50,
    size: times => `${times} commits cut off, ${askedAgain} requests asked again in the last run, seed ${seed}`,
    async run(times, done) {
      const proof = await runInDoubt(seed + done, times)
      askedAgain += proof.askedAgain
      expect(proof.cuts).toBeGreaterThanOrEqual(times)
      return { ...proof, troubles: proof.troubles.map(one => `seed ${seed + done}: ${one}`) }
    },
  })
  expect(troubles).toEqual([])
})
