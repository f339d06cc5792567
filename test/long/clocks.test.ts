import { expect, test } from 'vitest'
import { keepMeasured, resultOf } from '../killed/measured.ts'
import { runNodes } from '../killed/node-faults.ts'

const times = Number(process.env['FIRELINE_PROOF_TIMES'] ?? 10)
const hour = 3_600_000
const jumps = [hour, -hour, 24 * hour, -24 * hour]

test('the wall clock of one node jumps an hour or a day while an incident escalates: every step on time, no copy', async () => {
  const proof = await runNodes({
    rounds: times * jumps.length,
    beLateMs: 3_000,
    async fault({ nodes, first }, n) {
      nodes.senderOf(first).setWallClock(jumps[n % jumps.length] ?? 0)
      // It costs nothing, so nothing is hit by it.
      return { from: 0, to: 0, hit: [] }
    },
  })
  keepMeasured({ fault: 'F15', size: `${times} jumps each of 1 h and 24 h, both ways`, result: resultOf(proof) })
  expect(proof.troubles).toEqual([])
  expect(proof.copies).toBe(0)
})
