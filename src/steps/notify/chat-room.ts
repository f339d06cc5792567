import type { z } from 'zod'
import type { Piece } from '../../incident/sentence.ts'
import type { Delivery, Wire } from './channel.ts'

export type ChatKind = 'slack'

/** What a chat did, or its no: to be tried again, or for good. */
export type Done<T> = { done: T } | { no: Delivery }

/** The workspace that settings reach, and who we are in it. */
export interface Workspace {
  id: string
  name: string
  user: string
}

/** Asks this of its incident, as whoever presses it. */
export interface ChatButton {
  label: string
  command: string
  body: Record<string, unknown>
  /** The incident's id. */
  incident: string
  isMain?: true
}

/** What is said in a room. Every piece is plain text: a chat escapes it for its own wire, so that no alert formats or calls anybody. */
export interface ChatMessage {
  /** The same for the same message: by it a message is found again when nobody knows whether it arrived. */
  mark: string
  lines: Piece[][]
  link?: { says: string; url: string }
  buttons: ChatButton[]
}

/** A message that people wrote. */
export interface ChatSaid {
  user: string
  text: string
}

/**
 * A chat in which each incident has a room. Its settings are a schema; those named in `secrets` are kept sealed. Every call
 * answers what was done or the no; the wire's limits are the engine's.
 */
export interface ChatRoom<Settings = Record<string, unknown>> {
  kind: ChatKind
  /** As people call it. */
  title: string
  settings: z.ZodType<Settings>
  secrets: readonly string[]
  who(settings: Settings, wire: Wire): Promise<Done<Workspace>>
  /** Makes a room of this name. One that we made before and lost is found again; a name that others hold gets a number. */
  open(
    room: { name: string; about: string },
    settings: Settings,
    wire: Wire,
  ): Promise<Done<{ place: string; name: string }>>
  /** Answers the message's id. */
  post(place: string, message: ChatMessage, settings: Settings, wire: Wire): Promise<Done<string>>
  change(place: string, id: string, message: ChatMessage, settings: Settings, wire: Wire): Promise<Done<string>>
  /** Marks of our newest messages there -> their ids. */
  standing(place: string, settings: Settings, wire: Wire): Promise<Done<ReadonlyMap<string, string>>>
  bring(place: string, users: readonly string[], settings: Settings, wire: Wire): Promise<Done<true>>
  /** One message that stands there, by its id. */
  said(place: string, id: string, settings: Settings, wire: Wire): Promise<Done<ChatSaid>>
  nameOf(user: string, settings: Settings, wire: Wire): Promise<Done<string>>
  /** Only this user sees it. */
  whisper(
    to: { place: string; user: string },
    answer: ChatAnswer,
    settings: Settings,
    wire: Wire,
  ): Promise<Done<string>>
}

/** What is said back to who asked. */
export interface ChatAnswer {
  lines: string[]
  buttons: ChatButton[]
}

/** What a chat tells, in our words. `id` is the chat's own, the same when it tells it again. */
export type ChatHeard = { id: string; user: string; workspace: string } & (
  | { what: 'line'; place: string; text: string }
  | { what: 'button'; place: string; button: Omit<ChatButton, 'label'> }
  | { what: 'reply'; place: string; message: string; text: string }
  | { what: 'reaction'; place: string; message: string; as: Marked }
)

/** A pushpin puts a message on the timeline, a magnifier makes it evidence, a bulb a theory. */
export type Marked = 'remark' | 'statement' | 'hypothesis'
