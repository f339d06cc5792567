import { expect, test } from 'vitest'
import { keepMeasured, resultOf } from '../killed/measured.ts'
import { runDatabaseStops } from '../killed/node-faults.ts'

const times = Number(process.env['FIRELINE_PROOF_TIMES'] ?? 20)

test.for([5, 60])('PostgreSQL stops at once in the middle of a page, and is back after %i s', async seconds => {
  const rounds = seconds === 5 ? times : Math.ceil(times / 2)
  const proof = await runDatabaseStops(rounds, seconds * 1_000)
  keepMeasured({ fault: `F9, ${seconds} s`, size: `${rounds} times`, result: resultOf(proof) })
  expect(proof.troubles).toEqual([])
})
