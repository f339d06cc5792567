import { expect, test } from 'vitest'
import { killPoints, runKillPoints } from '../killed/kill-points.ts'
import { keepMeasured, resultOf } from '../killed/measured.ts'

const times = Number(process.env['FIRELINE_PROOF_TIMES'] ?? 20)

test('killed at each point of the way of a page, it loses none, and sends one again only where it cannot know', async () => {
  const proof = await runKillPoints(killPoints, times)
  keepMeasured({ fault: 'F7', size: `${killPoints.length} points, ${times} kills each`, result: resultOf(proof) })
  expect(proof.troubles).toEqual([])
  expect(proof.copies).toBe(proof.inDoubt)
})
