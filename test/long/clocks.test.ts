import { expect, test } from 'vitest'
import { inBatches } from '../killed/in-batches.ts'
import { type Round, runNodes } from '../killed/node-faults.ts'
import { proofSize } from '../proof-size.ts'
import { requireProgram } from '../real-program.ts'

const hour = 3_600_000
const jumps = [hour, -hour, 24 * hour, -24 * hour]
const isThere = requireProgram('faketime') !== undefined

const jump = async ({ nodes, first }: Round, n: number) => {
  nodes.senderOf(first).setWallClock(jumps[n % jumps.length] ?? 0)
  // It costs nothing, so nothing is hit by it.
  return { from: 0, to: 0, hit: [] }
}

test.for([
  { fault: 'F15', clocks: 'own' as const, whose: 'every `Date`' },
  { fault: 'F15, libfaketime', clocks: 'libfaketime' as const, whose: 'the C library' },
])(
  'the wall clock of one node jumps an hour or a day while an incident escalates ($whose): every step on time, no copy',
  async ({ fault, clocks }, { skip }) => {
    skip(clocks === 'libfaketime' && !isThere, 'libfaketime is not installed')
    const { troubles } = await inBatches({
      fault,
      times: proofSize('F15'),
      atOnce: 5,
      size: times => `${times} jumps each of 1 h and 24 h, both ways`,
      async run(times) {
        const proof = await runNodes({ rounds: times * jumps.length, beLateMs: 3_000, clocks, fault: jump })
        return { ...proof, troubles: [...proof.troubles, ...(proof.copies > 0 ? [`${proof.copies} copies`] : [])] }
      },
    })
    expect(troubles).toEqual([])
  },
)
