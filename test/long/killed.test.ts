import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Campaign, runCampaign } from '../killed/campaign.ts'
import { check } from '../killed/checker.ts'
import { tableOf } from '../killed/table.ts'
import { requireProgram } from '../real-program.ts'

// Every run has another seed; the printed one replays it.
const seed = Number(process.env['FIRELINE_KILL_SEED'] ?? Math.floor(Date.now() / 1_000))
const kills = Number(process.env['FIRELINE_KILLS'] ?? 24)
const real = requireProgram('git')
let campaign: Campaign
beforeAll(async () => {
  process.stdout.write(`kill campaign: FIRELINE_KILL_SEED=${seed} FIRELINE_KILLS=${kills}\n`)
  if (real) campaign = await runCampaign(seed, kills)
}, 20 * 60_000)
afterAll(() => campaign?.stop())

it.skipIf(!real)('killed again and again at random moments, it keeps every promise it made', async () => {
  const proof = await check(campaign)
  process.stdout.write(`${tableOf(campaign, proof, new Date().toISOString().slice(0, 10))}\n`)
  expect(proof.troubles, `seed ${seed}`).toEqual([])
  expect(campaign.kills).toHaveLength(kills)
  expect(proof.pagesHandedOver).toBeGreaterThan(kills)
})
