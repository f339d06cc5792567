import { readySilence } from '../alert/silence.ts'
import type { Standing } from '../steps/intake/place-alert.ts'
import { readyRules } from '../steps/intake/ready-rules.ts'
import { alertRulesNow } from '../store/alert-rules.ts'
import type { Tx } from '../store/db.ts'
import { listServices } from '../store/loaders.ts'
import { placingVersion } from '../store/placing.ts'
import { silencesFrom } from '../store/silences.ts'
import type { Desk } from './desk.ts'

interface Remembered {
  version: string
  standing: Standing
}

const remembered = new WeakMap<Desk, Remembered>()

/** What stands now: one short question to the database, and only after a change the whole, made ready once. */
export async function standingNow(desk: Desk, tx: Tx): Promise<Standing> {
  const version = await placingVersion(tx)
  const before = remembered.get(desk)
  if (before?.version === version) return before.standing
  const standing = await readStanding(tx, desk.clock.at())
  remembered.set(desk, { version, standing })
  return standing
}

async function readStanding(tx: Tx, now: string): Promise<Standing> {
  const services = new Map((await listServices(tx)).map(service => [service.slug, service]))
  const silences = (await silencesFrom(tx, now)).map(readySilence)
  return { services, silences, rules: readyRules((await alertRulesNow(tx)).rules) }
}
