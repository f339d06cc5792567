import { expect, test } from 'vitest'
import { runSenders } from '../killed/senders.ts'

const seed = Number(process.env['FIRELINE_KILL_SEED'] ?? 11)

test('killed twice while four senders never rest, what was answered is there, and once', async () => {
  const proof = await runSenders(seed, 2, 'segments')
  expect(proof.troubles, `seed ${seed}, replay with FIRELINE_KILL_SEED`).toEqual([])
  expect(proof.kills).toHaveLength(2)
  expect(proof.alertsAcknowledged).toBeGreaterThan(100)
})
