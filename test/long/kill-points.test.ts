import { expect, test } from 'vitest'
import { inBatches } from '../killed/in-batches.ts'
import { killPoints, runKillPoints } from '../killed/kill-points.ts'
import { proofSize } from '../proof-size.ts'

test('killed at each point of the way of a page, it loses none, and sends one again only where it cannot know', async () => {
  const { troubles } = await inBatches({
    fault: 'F7',
    times: proofSize('F7'),
    atOnce: 2,
    size: times => `${killPoints.length} points, ${times} kills each`,
    async run(times) {
      const proof = await runKillPoints(killPoints, times)
      const isExplained = proof.copies === proof.inDoubt
      const other = `${proof.copies} copies of ${proof.inDoubt} pages that were in doubt`
      return { ...proof, troubles: [...proof.troubles, ...(isExplained ? [] : [other])] }
    },
  })
  expect(troubles).toEqual([])
})
