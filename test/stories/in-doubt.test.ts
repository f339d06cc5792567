import { expect, it } from 'vitest'
import { runInDoubt } from '../killed/in-doubt.ts'

it('a commit whose answer is lost is done once: the sender tries again, and nothing stands twice', async () => {
  const proof = await runInDoubt(11, 3)
  expect(proof.troubles).toEqual([])
  expect(proof.cuts).toBeGreaterThanOrEqual(3)
  expect(proof.askedAgain).toBeGreaterThan(0)
})
