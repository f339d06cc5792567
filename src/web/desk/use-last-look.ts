import { useEffect, useRef, useState } from 'react'
import type { Entry } from '../../incident/entry.ts'

/** What came while nobody looked at this page: the seq before it, and how many entries. */
export interface Missed {
  after: number
  count: number
}

const nameOf = (incident: string): string => `fireline.looked.${incident}`

/** Remembers on this browser how far a timeline was seen, and says at the next look what came since. */
export function useLastLook(entries: readonly Entry[]): { missed?: Missed; caughtUp(): void } {
  const incident = entries[0]?.incident
  const seq = entries.at(-1)?.seq ?? 0
  const [missed, setMissed] = useState<Missed>()
  const now = useRef(seq)
  useEffect(() => {
    now.current = seq
  }, [seq])

  useEffect(() => {
    if (!incident) return undefined
    const look = () => {
      const after = read(incident)
      if (after > 0 && now.current > after) setMissed({ after, count: now.current - after })
    }
    const leave = () => keep(incident, now.current)
    const changed = () => (document.visibilityState === 'hidden' ? leave() : look())
    look()
    leave()
    document.addEventListener('visibilitychange', changed)
    addEventListener('pagehide', leave)
    return () => {
      leave()
      document.removeEventListener('visibilitychange', changed)
      removeEventListener('pagehide', leave)
    }
  }, [incident])
  return { missed, caughtUp: () => setMissed(undefined) }
}

function read(incident: string): number {
  try {
    return Number(localStorage.getItem(nameOf(incident)) ?? 0)
  } catch {
    return 0
  }
}

function keep(incident: string, seq: number): void {
  try {
    localStorage.setItem(nameOf(incident), String(seq))
  } catch {
    // A browser that keeps nothing has nothing to catch up from.
  }
}
