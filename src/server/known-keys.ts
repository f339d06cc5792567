import type { Desk } from '../engine/desk.ts'
import { settingsVersionOf } from '../engine/settings-version.ts'
import { type Integration, integrationByKey } from '../store/integrations.ts'

interface Known {
  version: string
  byKey: Map<string, Integration>
}

const mostRemembered = 10_000
const knownByDesk = new WeakMap<Desk, Known>()

/** Good keys are remembered until any key changes. Whatever is no good key is looked for each time, with the same work. */
export async function integrationOfKey(desk: Desk, key: string): Promise<Integration | undefined> {
  const { integrations: version } = await settingsVersionOf(desk).now()
  let known = knownByDesk.get(desk)
  if (known?.version !== version) {
    known = { version, byKey: new Map() }
    knownByDesk.set(desk, known)
  }
  const remembered = known.byKey.get(key)
  if (remembered) return remembered
  const found = await integrationByKey(desk.db, key)
  // One key may be written in many ways.
  if (found && known.byKey.size < mostRemembered) known.byKey.set(key, found)
  return found
}
