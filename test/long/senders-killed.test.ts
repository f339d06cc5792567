import { expect, test } from 'vitest'
import { runSenders } from '../killed/senders.ts'

// Every run has another seed; the printed one replays it.
const seed = Number(process.env['FIRELINE_KILL_SEED'] ?? Math.floor(Date.now() / 1_000))
const kills = Number(process.env['FIRELINE_KILLS'] ?? 200)

test.each(['segments', 'table'] as const)(
  'killed again and again under load, the accept log (%s) lost nothing and doubled nothing',
  async acceptLog => {
    process.stdout.write(`senders: FIRELINE_KILL_SEED=${seed} FIRELINE_KILLS=${kills}, ${acceptLog}\n`)
    const proof = await runSenders(seed, kills, acceptLog)
    process.stdout.write(
      `${acceptLog}: ${proof.kills.length} kills, ${proof.alertsAcknowledged} alerts acknowledged, ${proof.askedAgain} requests asked again, ${proof.troubles.length} troubles\n`,
    )
    expect(proof.troubles.slice(0, 20), `seed ${seed}`).toEqual([])
    expect(proof.kills).toHaveLength(kills)
    expect(proof.alertsAcknowledged).toBeGreaterThan(kills * 100)
  },
)
