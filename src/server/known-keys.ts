import type { Desk } from '../engine/desk.ts'
import { settingsVersionOf } from '../engine/settings-version.ts'
import { digestOfKey, type Integration, integrationByKey } from '../store/integrations.ts'

interface Known {
  version: string
  byDigest: Map<string, Integration>
}

const knownByDesk = new WeakMap<Desk, Known>()

/** Good keys are remembered until any key changes. Whatever is no good key is looked for each time, with the same work. */
export async function integrationOfKey(desk: Desk, key: string): Promise<Integration | undefined> {
  const { integrations: version } = await settingsVersionOf(desk).now()
  let known = knownByDesk.get(desk)
  if (known?.version !== version) {
    known = { version, byDigest: new Map() }
    knownByDesk.set(desk, known)
  }
  const digest = digestOfKey(key)
  const remembered = known.byDigest.get(digest)
  if (remembered) return remembered
  const found = await integrationByKey(desk.db, key)
  if (found) known.byDigest.set(digest, found)
  return found
}
