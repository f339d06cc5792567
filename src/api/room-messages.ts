import { z } from 'zod'
import type { Next } from '../incident/decision.ts'
import type { Entry } from '../incident/entry.ts'
import type { CopyStep } from '../incident/prints.ts'
import type { Keyboard } from './agent-protocol.ts'
import { maxInputBytes, type PromptState } from './agent-protocol.ts'

/**
 * The browser's one socket, `/ws`, as JSON text frames. A session cookie is enough; without one the first frame is `hello`
 * with a token (or the token comes as the subprotocol `bearer.<token>`, next to `fireline`). Each frame is allowed by itself.
 */
const incident = z.string().min(1).max(100)
const terminal = z.uuid()
const epoch = z.number().int().nonnegative()
const size = z.number().int().min(1).max(1_000)

/** The parts of a room. */
export const places = ['now', 'timeline', 'board', 'terminal', 'people'] as const
export type Place = (typeof places)[number]

/** What somebody looks at: the part of the room, and the thing chosen in it by its short reference. */
export const view = z.strictObject({
  tab: z.enum(places),
  selection: z
    .string()
    .regex(/^[A-Z]{1,3}\d{1,6}$/, 'A short reference, as E3.')
    .optional(),
})
export type View = z.infer<typeof view>

export const fromRoom = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello'), token: z.string().min(1).max(500) }),
  /** The timeline from the entry after seq `after`, and on, and who else looks at it. */
  z.strictObject({ type: z.literal('watch-timeline'), incident, after: z.number().int().nonnegative().default(0) }),
  z.strictObject({ type: z.literal('leave-timeline'), incident }),
  z.strictObject({ type: z.literal('watch-terminal'), incident, terminal }),
  z.strictObject({ type: z.literal('leave-terminal'), terminal }),
  /** Keys, with the epoch under which the person holds the keyboard. */
  z.strictObject({
    type: z.literal('input'),
    terminal,
    epoch,
    data: z.string().min(1).max(maxInputBytes),
    /** Of a shell that was opened by a signature: each key's number, and its signature by the session key, base64. */
    seq: z.number().int().nonnegative().optional(),
    after: z.number().int().nonnegative().optional(),
    sig: z.string().max(200).optional(),
  }),
  /** What the sender looks at now: passed on to who looks on, who may follow the lead's; it is kept nowhere. */
  z.strictObject({ type: z.literal('view'), incident, view }),
  /** The sender typed, pressed or moved in this room: whoever has the incident and does so is not asked again. At most once a minute. */
  z.strictObject({ type: z.literal('moved'), incident }),
  /** Who types goes on in a shell that waits for its recording. A frame, for no database may be there to take a command. */
  z.strictObject({ type: z.literal('go-on'), terminal, epoch, reason: z.string().trim().min(1).max(500) }),
  z.strictObject({ type: z.literal('resize'), terminal, epoch, cols: size, rows: size }),
  /** The terminal is drawn up to this offset: at most each 50 ms or 64 KiB. */
  z.strictObject({ type: z.literal('shown'), terminal, offset: z.number().int().nonnegative() }),
])

export type FromRoom = z.infer<typeof fromRoom>

/** The law of output: `offset` only grows, and a `screen` may come at any time and replaces all that was shown before it. */
export type ToRoom =
  | { type: 'welcome'; you: { id: string; name: string } }
  /** `asOf`: the database cannot be read, and this is the node's copy as it stood then (RFC 3339). */
  | { type: 'entries'; incident: string; entries: Entry[]; asOf?: string }
  /** `gone`: who was connected and is not any more, or does not answer, how long already; a keyboard is kept for 10 s, the lead for 60 s. */
  | {
      type: 'presence'
      incident: string
      /** `holds`: the hosts whose keyboard is theirs. */
      people: { id: string; name: string; holds?: string[] }[]
      gone?: { id: string; forMs: number }[]
    }
  /** What people have chosen in the room, by person: `E3`. */
  | { type: 'looking'; incident: string; at: Record<string, string> }
  /** What the lead looks at. */
  | { type: 'view'; incident: string; by: string; view: View }
  | {
      type: 'screen'
      terminal: string
      offset: number
      cols: number
      rows: number
      data: string
      keyboard: KeyboardHere
    }
  | { type: 'output'; terminal: string; offset: number; data: string }
  | { type: 'size'; terminal: string; cols: number; rows: number }
  | { type: 'keyboard'; terminal: string; keyboard: KeyboardHere }
  | { type: 'link'; terminal: string; connected: boolean }
  | { type: 'ended'; terminal: string }
  /** What stands at the prompt, and the unfinished line there. */
  | { type: 'prompt'; terminal: string; state: PromptState; line?: string }
  /** Keys of this person wait for a second word; `says` why. */
  | { type: 'held'; terminal: string; why: 'danger' | 'paste' | 'unrecorded'; says: string }
  /** Keys of this person went nowhere: see `unsigned` of the agent. */
  | {
      type: 'unsigned'
      terminal: string
      person: string
      why: 'no-key' | 'not-signed' | 'lost'
      seq: number
      last: number
    }
  /** Whether what is shown is recorded; `since` when it is not. `waits`: its recording is strict, and the shell stands still. */
  | { type: 'recording'; terminal: string; state: 'recorded' | 'unrecorded' | 'waits'; since?: string }
  /** Notes beside the lead's ear; the lead hears them when it is over. */
  | { type: 'side'; incident: string; notes: SideNote[] }
  /** How far a copy is, at most once a second; on no timeline. `slowed`: it makes way for what it copies from. */
  | ({
      type: 'copying'
      incident: string
      backup: string
      perSecond?: number
      leftMs?: number
      slowed?: true
    } & CopyStep)
  /** Whether what is asked now can be kept; `awaySince`: it cannot, since then. */
  | { type: 'saving'; awaySince?: string }
  | {
      type: 'refused'
      about: FromRoom['type']
      code: string
      message: string
      /** Ways forward that the page can press. */
      next?: Next[]
      terminal?: string
      incident?: string
    }

/** `confirmed`: the agent next to the terminal holds to it already. `takeOver`: it is announced, and happens at `effectiveAt`. */
export type KeyboardHere = Keyboard & {
  confirmed: boolean
  host?: string
  takeOver?: { by: string; name: string; reason: string; effectiveAt: string }
}

export interface SideNote {
  id: string
  text: string
  by: string
  at: string
}
