import { expect, test } from 'vitest'
import { gatePoints, runGate } from '../killed/gate.ts'
import { gateResult, noGateProof, together } from '../killed/gate-checker.ts'
import { keepMeasured } from '../killed/measured.ts'
import { proofSize } from '../proof-size.ts'

test('killed at each point of copy, approval, check and run: nothing ungated, nothing twice, every doubt said', async () => {
  const times = proofSize('F24')
  let all = noGateProof
  for (let n = 1; n <= times && all.troubles.length === 0; n++) {
    all = together(all, await runGate(gatePoints))
    process.stdout.write(`F24: ${n} of ${times}, ${new Date().toISOString()}: ${gateResult(all)}\n`)
  }
  const size = `${gatePoints.length} points, ${all.changes / gatePoints.length} kills each`
  if (times > 0) keepMeasured({ fault: 'F24', size, result: gateResult(all) })
  expect(all.troubles).toEqual([])
})
