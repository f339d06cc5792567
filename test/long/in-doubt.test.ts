import { expect, test } from 'vitest'
import { runInDoubt } from '../killed/in-doubt.ts'
import { keepMeasured, resultOf } from '../killed/measured.ts'

// Every run has another seed; the printed one replays it.
const seed = Number(process.env['FIRELINE_PROOF_SEED'] ?? Math.floor(Date.now() / 1_000))
const cuts = Number(process.env['FIRELINE_PROOF_CUTS'] ?? 200)

test('commit after commit whose answer is lost: each is done once, and no sender makes a twin', async () => {
  const proof = await runInDoubt(seed, cuts)
  const size = `${proof.cuts} commits cut off, ${proof.askedAgain} requests asked again, seed ${seed}`
  keepMeasured({ fault: 'F11', size, result: resultOf(proof) })
  expect(proof.troubles, `seed ${seed}`).toEqual([])
  expect(proof.cuts).toBeGreaterThanOrEqual(cuts)
})
