import type { Desk } from '../engine/desk.ts'
import { ears } from './ears.ts'

/** What each person in a room has chosen there, by its short reference. In memory only: where somebody looked is nobody's record. */
export interface Looking {
  looksAt(incident: string, person: string, ref: string | undefined): void
  /** By person. */
  at(incident: string): Record<string, string>
  /** Called once in a second at most, however many move. Returns how to stop. */
  hear(incident: string, heard: () => void): () => void
}

const tellEachMs = 1_000
const lookingByDesk = new WeakMap<Desk, Looking>()

export function lookingOf(desk: Desk): Looking {
  const known = lookingByDesk.get(desk)
  if (known) return known
  const made = makeLooking()
  lookingByDesk.set(desk, made)
  return made
}

export function makeLooking(): Looking {
  const rooms = new Map<string, Map<string, string>>()
  const telling = new Set<string>()
  const listening = ears()
  const tellSoon = (incident: string) => {
    if (telling.has(incident)) return
    telling.add(incident)
    setTimeout(() => {
      telling.delete(incident)
      listening.of(incident).forEach(heard => heard())
    }, tellEachMs).unref()
  }
  return {
    looksAt(incident, person, ref) {
      const room = rooms.get(incident) ?? new Map<string, string>()
      if (room.get(person) === ref) return
      if (ref === undefined) room.delete(person)
      else rooms.set(incident, room.set(person, ref))
      if (room.size === 0) rooms.delete(incident)
      tellSoon(incident)
    },
    at: incident => Object.fromEntries(rooms.get(incident) ?? []),
    hear: listening.hear,
  }
}
