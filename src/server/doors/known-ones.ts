import type { KnownAlerts } from '../../engine/known-alerts.ts'
import { settingsVersionOf } from '../../engine/settings-version.ts'
import type { IntakeCall } from '../intake.ts'

const placedBy = new WeakMap<KnownAlerts, string>()

/** What may be answered from memory now: nothing that was placed by other rules, silences or services than those that stand. */
export async function knownOnes({ known, desk }: IntakeCall): Promise<KnownAlerts | undefined> {
  if (!known) return undefined
  const { placing } = await settingsVersionOf(desk).now()
  if (placedBy.get(known) !== placing) known.forgetAll()
  placedBy.set(known, placing)
  return known
}
