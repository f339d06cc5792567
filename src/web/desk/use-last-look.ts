import { useEffect, useRef, useState } from 'react'
import type { Entry } from '../../incident/entry.ts'

/** What came while nobody looked at this page: the seq before it, and how many entries. */
export interface Missed {
  after: number
  count: number
}

const nameOf = (incident: string): string => `fireline.looked.${incident}`

interface Look {
  after: number
  at: string
}

/**
 * What came between two looks. Counted by the time of the entries, not by what is here at the second one: a phone that wakes up
 * has its line back, and what it brings, a moment later.
 */
export function missedBetween(entries: readonly Entry[], { after, at }: Look): Missed | undefined {
  const count = entries.slice(after).filter(entry => entry.at <= at).length
  return count > 0 ? { after, count } : undefined
}

/** Remembers on this browser how far a timeline was seen, and says at the next look what came since. */
export function useLastLook(entries: readonly Entry[]): { missed?: Missed; caughtUp(): void } {
  const incident = entries[0]?.incident
  const seq = entries.at(-1)?.seq ?? 0
  const [looked, setLooked] = useState<Look>()
  const now = useRef(seq)
  useEffect(() => {
    now.current = seq
  }, [seq])

  useEffect(() => {
    if (!incident) return undefined
    const look = () => {
      const after = read(incident)
      if (after > 0) setLooked({ after, at: new Date().toISOString() })
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
  return { missed: looked && missedBetween(entries, looked), caughtUp: () => setLooked(undefined) }
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
