import type { Entry, EntryOf } from './entry.ts'
import type { EventData, EventType } from './events.ts'
import type { Incident } from './incident.ts'

/** What Fireline may owe the outside world, by kind: what the performer of that kind is handed. */
export interface ObligationBody {
  /** A timer: ask this of the incident when it is due. */
  ask: { command: string; body: Record<string, unknown> }
  /** A call to a person over one channel. */
  call: { call: string; person: string; channel: string }
  /** A call that only tries out whether a person can be reached; belongs to no incident. */
  'test-call': { test: string }
  /** One message of all that a person is owed beyond the cap; belongs to no incident. */
  'told-together': { person: string; channel: string }
  /** Mail to the stakeholders of the incident's service. */
  'tell-stakeholders': { text: string; update?: string }
  /** "Was it you?" to the author of a recent change. */
  'ask-author': { change: string; person?: string; author: string; summary: string }
  /** Fireline's own proof that what is owed gets done; belongs to no incident. */
  canary: Record<string, never>
  /** A line in the next working morning's mail to who is on call: sev4 wakes nobody. */
  digest: { service: string }
  /** Monday's mail to one person; belongs to no incident. */
  'weekly-noise': { person: string }
  /** A quiet call over one channel of a person at the start of their shift, to see that it comes through; belongs to no incident. */
  'reach-check': { check: string }
  /** Nobody answered a reach check in time: who goes off call and the team are told; belongs to no incident. */
  'tell-team': { check: string }
  /** A word to one person about who is on call when, never a page; their link asks about `swap`. Belongs to no incident. */
  'on-call-word': { person: string; headline: string; lines: string[]; at: string; swap?: string }
  /** A terminal is shown live: who wants to hear of it is looked up. */
  'tell-learners': { terminal: string }
  /** One quiet message to one person of all that there is to watch; belongs to no incident. */
  'watch-word': { person: string; at: string }
  /** What is new on timelines, said in one chat room in order; belongs to no incident. */
  chat: { room: string }
  /** One letter to one stakeholder, so that a slow mailbox holds up nobody else's. */
  'stakeholder-letter': { email: string; text: string; service: string; update?: string; page?: string }
  /** Asks an address whether it was really they who want to hear of a status page; belongs to no incident. */
  'confirm-letter': { asked: string }
  /** Writes the copies of status pages that are read while Fireline is away. */
  'status-copy': Record<string, never>
  'take-backup': EventData['BackupStarted']
  /** Runs the commands of a change, or its way back, where the operator's keyboard is. */
  'run-change': { change: string; wayBack: boolean; how: 'in-terminal' | 'by-agent'; terminal?: string; plan?: string }
  /** Checks a stand-by and moves the traffic, or takes it back. */
  'move-traffic': { shift: string; standBy: string; share: number; back?: true }
  /** Takes and proves a copy of a resource before anything burns; belongs to no incident. */
  rehearse: { resource: string }
  /** Puts a suggestion's command at the operator's prompt, without the newline. */
  'put-at-prompt': { suggestion: string; terminal: string }
  /** Looks the incident up in the runbook; what fits is asked back as `offer-pages`. */
  'offer-pages': Record<string, never>
  /** Commits an accepted page; the commit is asked back as `page-committed`. */
  'commit-page': { draft: string; path: string; title: string; markdown: string; base?: string; author: Author }
}

/** Who a commit is by. */
export interface Author {
  id: string
  name: string
}

export type ObligationKind = keyof ObligationBody

/** `key` is unique within the incident: the same effect is never owed twice. */
export type Obligation = {
  [K in ObligationKind]: { kind: K; key: string; dueAt: string; body: ObligationBody[K] }
}[ObligationKind]

/** What an entry obliges us to, looking nothing up: who it is, is found when it is performed. */
export type Reactions = { [T in EventType]?: (entry: EntryOf<T>, is: Incident) => Obligation[] }

export function reactBy(reactions: Reactions, entry: Entry, is: Incident): Obligation[] {
  const react = reactions[entry.type] as ((entry: Entry, is: Incident) => Obligation[]) | undefined
  return react?.(entry, is) ?? []
}

/** A time so many milliseconds after another, both RFC 3339. */
export function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}
