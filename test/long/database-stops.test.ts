import { expect, test } from 'vitest'
import { inBatches } from '../killed/in-batches.ts'
import { runDatabaseStops } from '../killed/node-faults.ts'
import { proofSize } from '../proof-size.ts'

test.for([
  { said: '5 s', seconds: 5, times: proofSize('F9_5S') },
  { said: '60 s', seconds: 60, times: proofSize('F9_60S') },
  { said: '10 min', seconds: 600, times: proofSize('F9_600S') },
])('PostgreSQL stops at once in the middle of a page, and is back after $said', async ({ said, seconds, times }) => {
  const { troubles } = await inBatches({
    fault: `F9, ${said}`,
    times,
    atOnce: seconds === 5 ? 5 : 1,
    size: done => `${done} times`,
    run: some => runDatabaseStops(some, seconds * 1_000),
  })
  expect(troubles).toEqual([])
})
