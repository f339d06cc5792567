import type { Desk } from '../engine/desk.ts'
import { ears } from './ears.ts'

/** Who has Fireline open on this node. It is not the timeline: nobody joined by looking. */
export interface Presence {
  /** A connection of this person came; returns how to say that it went. */
  connected(person: string): () => void
  /** Everybody with a connection now or within the last minute. */
  seen(): Set<string>
  /** Whose connection still answers, which is who was seen, until it is asked more often. */
  beating(): Set<string>
  /** Who had a connection and has none, with how long already; for ten minutes. */
  gone(): { id: string; forMs: number }[]
  /** Looks at an incident; returns how to stop. */
  looks(incident: string, who: { id: string; name: string }): () => void
  lookers(incident: string): { id: string; name: string }[]
  /** `changed` is called when who looks at the incident has changed; returns how to stop. */
  onChange(incident: string, changed: () => void): () => void
}

const stillHereMs = 60_000
const toldGoneMs = 600_000
const presenceByDesk = new WeakMap<Desk, Presence>()

export function presenceOf(desk: Desk): Presence {
  const known = presenceByDesk.get(desk)
  if (known) return known
  const made = makePresence(() => desk.clock.now().getTime())
  presenceByDesk.set(desk, made)
  return made
}

export function makePresence(nowMs: () => number): Presence {
  const connections = new Map<string, number>()
  const lastSeen = new Map<string, number>()
  const rooms = new Map<string, Map<symbol, { id: string; name: string }>>()
  const roomEars = ears()
  const seen = () => {
    const lately = [...lastSeen].filter(([, at]) => nowMs() - at <= stillHereMs).map(([person]) => person)
    return new Set([...connections.keys(), ...lately])
  }
  const tell = (incident: string) => roomEars.of(incident).forEach(changed => changed())
  return {
    connected(person) {
      connections.set(person, (connections.get(person) ?? 0) + 1)
      const wasGone = connections.get(person) === 1 && lastSeen.has(person)
      if (wasGone) roomEars.all().forEach(changed => changed())
      return () => {
        const left = (connections.get(person) ?? 1) - 1
        if (left > 0) connections.set(person, left)
        else connections.delete(person)
        lastSeen.set(person, nowMs())
        if (left <= 0) roomEars.all().forEach(changed => changed())
      }
    },
    seen,
    beating: seen,
    gone() {
      for (const [person, at] of lastSeen) if (nowMs() - at > toldGoneMs) lastSeen.delete(person)
      return [...lastSeen]
        .filter(([person]) => !connections.has(person))
        .map(([id, at]) => ({ id, forMs: nowMs() - at }))
    },
    looks(incident, who) {
      const key = Symbol(who.id)
      const room = rooms.get(incident) ?? new Map<symbol, { id: string; name: string }>()
      rooms.set(incident, room.set(key, who))
      tell(incident)
      return () => {
        room.delete(key)
        if (room.size === 0 && rooms.get(incident) === room) rooms.delete(incident)
        tell(incident)
      }
    },
    lookers(incident) {
      const byId = new Map([...(rooms.get(incident)?.values() ?? [])].map(who => [who.id, who]))
      return [...byId.values()]
    },
    onChange: roomEars.hear,
  }
}
