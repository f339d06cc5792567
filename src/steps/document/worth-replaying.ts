import type { Entry } from '../../incident/entry.ts'
import type { EventType } from '../../incident/events.ts'

/** A moment at which the room chose: `asks` is what whoever replays it may answer before they see what was done. */
export interface Worth {
  /** The entry that says what was chosen. */
  seq: number
  why: string
  asks: string
}

interface Kind {
  /** How much there is to learn from it, 1 to 9. */
  weight: number
  why: string
  asks: string
}

const looks = 'What would you look at next?'
const does = 'What would you do now?'

const kinds: Partial<Record<EventType, Kind>> = {
  CauseConfirmed: { weight: 9, why: 'The cause was confirmed', asks: looks },
  Waived: { weight: 8, why: 'A rule was waived', asks: does },
  HypothesisRuledOut: { weight: 7, why: 'A theory was ruled out', asks: looks },
  Objected: { weight: 6, why: 'Somebody objected', asks: 'Would you go on?' },
  ObjectionAnswered: { weight: 6, why: 'An objection was answered', asks: 'Would you go on?' },
  ChangeRolledBack: { weight: 6, why: 'A change was taken back', asks: does },
  ChangeFailed: { weight: 6, why: 'A change failed', asks: does },
  ChangeProposed: { weight: 5, why: 'A change was proposed', asks: does },
  SuggestionAccepted: { weight: 4, why: 'A suggestion was accepted', asks: does },
  SuggestionDeclined: { weight: 4, why: 'A suggestion was declined', asks: does },
  HypothesisProposed: { weight: 3, why: 'A theory was named', asks: looks },
  CalledIn: { weight: 2, why: 'More people were called in', asks: does },
}

const most = 3

/**
 * The decisions of an incident from which there is most to learn, at most three, in their order. One of a kind first: three
 * theories ruled out teach less than one of them, the change and the cause.
 */
export function worthReplaying(entries: readonly Entry[]): Worth[] {
  const seen = new Map<EventType, number>()
  const rated = entries.flatMap(entry => {
    const kind = kinds[entry.type]
    if (!kind || entry.by.kind !== 'person') return []
    const before = seen.get(entry.type) ?? 0
    seen.set(entry.type, before + 1)
    return [{ seq: entry.seq, why: kind.why, asks: kind.asks, rate: kind.weight - 10 * before }]
  })
  const best = rated.toSorted((a, b) => b.rate - a.rate || a.seq - b.seq).slice(0, most)
  return best.toSorted((a, b) => a.seq - b.seq).map(({ seq, why, asks }) => ({ seq, why, asks }))
}
