import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Campaign, runCampaign } from '../killed/campaign.ts'
import { check } from '../killed/checker.ts'
import { requireProgram } from '../real-program.ts'

const seed = Number(process.env['FIRELINE_KILL_SEED'] ?? 7)
const real = requireProgram('git')
let campaign: Campaign
beforeAll(async () => {
  if (real) campaign = await runCampaign(seed, 3)
}, 120_000)
afterAll(() => campaign?.stop())

it.skipIf(!real)(
  'killed three times in the middle of everything, it has lost nothing that it acknowledged',
  async () => {
    const proof = await check(campaign)
    expect(proof.troubles, `seed ${seed}, replay with FIRELINE_KILL_SEED`).toEqual([])
    expect(campaign.kills).toHaveLength(3)
    expect(proof.acknowledged).toBeGreaterThan(40)
    expect(proof.pagesHandedOver).toBeGreaterThan(3)
    expect(proof.pagesAccepted).toBe(campaign.walks)
  },
  60_000,
)
