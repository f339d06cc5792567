import { z } from 'zod'

/**
 * What the program next to a terminal and the server say to each other over `/agent`, as JSON text frames.
 * The agent dials; its first frame is `hello`. Everything a terminal shows travels as lines of its recording (asciicast v3),
 * named by their byte offset in that file, so a break of the line is healed by sending from where the server ends.
 */
export const agentProtocol = 1

/** Bytes of one frame, in either direction. */
export const maxFrameBytes = 1024 * 1024
/** Bytes of recording in one `cast` frame; the agent has at most `castWindowBytes` of them unacknowledged. */
export const maxCastBytes = 192 * 1024
export const castWindowBytes = 1024 * 1024
/** Bytes of keys in one frame: more than anybody types, enough for a long paste. */
export const maxInputBytes = 64 * 1024

const size = z.number().int().min(1).max(1_000)
const offset = z.number().int().nonnegative()

export const helloFrame = z.strictObject({
  type: z.literal('hello'),
  v: z.literal(agentProtocol),
  /** A person's token, or the link in a message does not count here: typing asks for a signed-in person. */
  token: z.string().min(1).max(500),
  incident: z.string().min(1).max(100),
  terminal: z.uuid(),
  title: z.string().min(1).max(200),
  host: z.string().min(1).max(200),
  looking: z.boolean().optional(),
  cols: size,
  rows: size,
})

export const fromAgent = z.discriminatedUnion('type', [
  helloFrame,
  /** Whole lines of the recording from `offset`. */
  z.strictObject({ type: z.literal('cast'), offset, text: z.string().max(maxCastBytes) }),
  /** The agent holds to this epoch from now on: the hand-over is done. */
  z.strictObject({ type: z.literal('keyboard-seen'), epoch: z.number().int().nonnegative() }),
  /** Keys that the agent refused although the server had let them through: never more than a few around a hand-over. */
  z.strictObject({ type: z.literal('refused'), person: z.string().max(200), epoch: z.number().int() }),
])

export type Hello = z.infer<typeof helloFrame>
export type FromAgent = z.infer<typeof fromAgent>

export type ToAgent =
  | {
      type: 'welcome'
      v: 1
      recording: string
      stored: number
      incident: string
      number: number
      you: string
      keyboard: Keyboard
    }
  | { type: 'keyboard'; keyboard: Keyboard }
  | { type: 'input'; epoch: number; person: string; data: string }
  | { type: 'resize'; epoch: number; person: string; cols: number; rows: number }
  /** The server has stored the recording up to here. */
  | { type: 'stored'; offset: number }
  | { type: 'refused'; code: string; message: string }

/** Who holds the keys of a terminal, since which epoch. Nobody: then only the sharer's own. */
export interface Keyboard {
  epoch: number
  holder?: string
  name?: string
}
