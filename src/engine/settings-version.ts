import type { Sql } from '../store/db.ts'
import { type Versions, versionsNow } from '../store/settings-versions.ts'
import type { Desk } from './desk.ts'

/** How old what is held in memory of settings may be: other nodes' changes are seen by then. */
export interface SettingsVersion {
  /** Not older than half a second, and never older than the last write through this node. */
  now(): Promise<Versions>
  /** Something was written through this node: the next `now` looks again. */
  mayHaveChanged(): void
}

const trustedMs = 500
const byDesk = new WeakMap<Pick<Desk, 'db'>, SettingsVersion>()

/** One for each desk: a node has one desk. */
export function settingsVersionOf(desk: Pick<Desk, 'db'>): SettingsVersion {
  const known = byDesk.get(desk)
  if (known) return known
  const made = settingsVersion(desk.db)
  byDesk.set(desk, made)
  return made
}

function settingsVersion(sql: Sql): SettingsVersion {
  let seen: Promise<Versions> | undefined
  let until = 0
  return {
    now() {
      if (seen && performance.now() < until) return seen
      until = performance.now() + trustedMs
      const asked = versionsNow(sql)
      seen = asked
      asked.catch(() => {
        if (seen === asked) seen = undefined
      })
      return asked
    },
    mayHaveChanged() {
      seen = undefined
    },
  }
}
