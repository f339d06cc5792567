import type { Desk } from '../engine/desk.ts'
import { readHead } from '../store/head.ts'

/** A notification may be lost: so often it is looked at without one. */
const lookEveryMs = 2_000

export interface StillWanted {
  /** Aborts once somebody called it off. */
  signal: AbortSignal
  /** Looks now; false: called off, or ended otherwise. */
  look(): Promise<boolean>
  end(): void
}

/** Whether a copy is still being waited for, as its timeline says it: asked for on any node, it ends here. */
export function stillWanted(desk: Desk, incident: string, backup: string): StillWanted {
  const off = new AbortController()
  const look = async () => {
    const is = await readHead(desk.db, incident)
    const isWanted = is?.backups.some(one => one.id === backup && one.state === 'running') ?? true
    if (!isWanted) off.abort()
    return isWanted
  }
  // A database that is away calls nothing off.
  const lookSoon = () => void look().catch(() => {})
  const unhear = desk.live.on(incident, lookSoon)
  const timer = setInterval(lookSoon, lookEveryMs)
  return {
    signal: off.signal,
    look,
    end() {
      unhear()
      clearInterval(timer)
    },
  }
}
