import type { Desk } from '../engine/desk.ts'
import { ears } from './ears.ts'

/** Who has Fireline open on this node. It is not the timeline: nobody joined by looking. */
export interface Presence {
  /** A connection of this person came; returns how to say that it went. */
  connected(person: string): () => void
  /** A connection of theirs was asked whether it still answers. */
  asked(person: string): void
  /** It does. */
  answered(person: string): void
  /** Everybody with a connection now or within the last minute. */
  seen(): Set<string>
  /** Whose connection answers, or did within the last ten seconds: nobody waits longer for a keyboard. */
  beating(): Set<string>
  /** When each of them was heard last, ms: now, for whoever answers. */
  heard(): Map<string, number>
  /** As other nodes told: whose line answered there, and when. */
  answersElsewhere(at: ReadonlyMap<string, number>): void
  /** Who had a connection and has none that answers, at any node as far as it is known, with how long already; for ten minutes. */
  gone(): { id: string; forMs: number }[]
  /** Looks at an incident; returns how to stop. */
  looks(incident: string, who: { id: string; name: string }): () => void
  lookers(incident: string): { id: string; name: string }[]
  /** `changed` is called when who looks at the incident has changed; returns how to stop. */
  onChange(incident: string, changed: () => void): () => void
}

export const stillHereMs = 60_000
export const stillTypesMs = 10_000
/** A question that waits longer than this for its answer is said; the first ones of a slow line are not. */
const silentMs = 5_000
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
  /** Since when a connection of theirs owes an answer. */
  const unanswered = new Map<string, number>()
  const silent = new Set<string>()
  const rooms = new Map<string, Map<symbol, { id: string; name: string }>>()
  const roomEars = ears()
  const tell = (incident: string) => roomEars.of(incident).forEach(changed => changed())
  const tellAll = () => roomEars.all().forEach(changed => changed())
  /** Since when nothing is heard of somebody; undefined while they answer, or were never here. */
  const quietSince = (person: string) => (connections.has(person) ? unanswered.get(person) : lastSeen.get(person))
  const heard = () => {
    const all = new Set([...connections.keys(), ...lastSeen.keys()])
    return new Map([...all].map(person => [person, quietSince(person) ?? nowMs()]))
  }
  const heardWithin = (ms: number) =>
    new Set([...heard()].filter(([, at]) => nowMs() - at <= ms).map(([person]) => person))
  let elsewhere: ReadonlyMap<string, number> = new Map()
  /** Heard there later than here, and lately. */
  const isElsewhere = (person: string, sinceMs: number) => {
    const at = elsewhere.get(person) ?? 0
    return at > sinceMs && nowMs() - at <= stillTypesMs
  }
  const gone = () => {
    for (const [person, at] of lastSeen) if (nowMs() - at > toldGoneMs) lastSeen.delete(person)
    const away = [...lastSeen].filter(([person]) => !connections.has(person))
    const quiet = [...silent].map(person => [person, unanswered.get(person) ?? nowMs()] as const)
    const all = [...away, ...quiet].filter(([person, at]) => !isElsewhere(person, at))
    return all.map(([id, at]) => ({ id, forMs: nowMs() - at }))
  }
  const answered = (person: string) => {
    unanswered.delete(person)
    if (silent.delete(person)) tellAll()
  }
  return {
    connected(person) {
      connections.set(person, (connections.get(person) ?? 0) + 1)
      const wasGone = connections.get(person) === 1 && lastSeen.has(person)
      answered(person)
      if (wasGone) tellAll()
      return () => {
        const left = (connections.get(person) ?? 1) - 1
        if (left > 0) connections.set(person, left)
        else connections.delete(person)
        lastSeen.set(person, left > 0 ? nowMs() : (unanswered.get(person) ?? nowMs()))
        if (left > 0) return
        unanswered.delete(person)
        silent.delete(person)
        tellAll()
      }
    },
    asked(person) {
      const since = unanswered.get(person) ?? nowMs()
      unanswered.set(person, since)
      if (nowMs() - since < silentMs || silent.has(person)) return
      silent.add(person)
      tellAll()
    },
    answered,
    seen() {
      const lately = [...lastSeen].filter(([, at]) => nowMs() - at <= stillHereMs).map(([person]) => person)
      return new Set([...connections.keys(), ...lately])
    },
    beating: () => heardWithin(stillTypesMs),
    heard,
    answersElsewhere(at) {
      const ids = () =>
        gone()
          .map(one => one.id)
          .join()
      const before = ids()
      elsewhere = at
      if (ids() !== before) tellAll()
    },
    gone,
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
