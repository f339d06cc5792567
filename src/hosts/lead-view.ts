import type { View } from '../api/room-messages.ts'
import type { Desk } from '../engine/desk.ts'
import { ears } from './ears.ts'

export interface Shown {
  by: string
  view: View
}

/** What the lead of each incident looks at, while they are there. In memory only: where somebody looked is nobody's record. */
export interface LeadViews {
  shows(incident: string, shown: Shown): void
  shown(incident: string): Shown | undefined
  left(incident: string, person: string): void
  /** Returns how to stop. */
  hear(incident: string, heard: () => void): () => void
}

const viewsByDesk = new WeakMap<Desk, LeadViews>()

export function leadViewsOf(desk: Desk): LeadViews {
  const known = viewsByDesk.get(desk)
  if (known) return known
  const made = makeLeadViews()
  viewsByDesk.set(desk, made)
  return made
}

function makeLeadViews(): LeadViews {
  const views = new Map<string, Shown>()
  const listening = ears()
  return {
    shows(incident, shown) {
      views.set(incident, shown)
      listening.of(incident).forEach(heard => heard())
    },
    shown: incident => views.get(incident),
    left(incident, person) {
      if (views.get(incident)?.by === person) views.delete(incident)
    },
    hear: listening.hear,
  }
}
