import { z } from 'zod'
import { maxCastBytes } from './frame-sizes.ts'
import { hostHello } from './host-protocol.ts'

/**
 * What the program next to a terminal and the server say to each other over `/agent`. The agent dials; its first frame is `hello`.
 * Everything a terminal shows travels as lines of its recording (asciicast v3), named by their byte offset in that file, so a
 * break of the line is healed by sending from where the server ends. v 1 sends them as JSON; v 2 as binary frames (`binary-cast.ts`).
 */
export const agentProtocol = 1
export const agentProtocol2 = 2

/** Bytes of keys in one frame: more than anybody types, enough for a long paste. */
export const maxInputBytes = 64 * 1024

const size = z.number().int().min(1).max(1_000)
const offset = z.number().int().nonnegative()
const promptStates = ['free', 'line', 'running', 'full-screen'] as const

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

/** v 2, a terminal: by a person's token, or by the one-use ticket of a shell that was opened by a signature. */
export const terminalHello = z
  .strictObject({
    type: z.literal('hello'),
    v: z.literal(agentProtocol2),
    as: z.literal('terminal'),
    token: z.string().min(1).max(500).optional(),
    opening: z.string().min(1).max(500).optional(),
    incident: z.string().min(1).max(100),
    terminal: z.uuid(),
    title: z.string().min(1).max(200),
    host: z.string().min(1).max(200),
    looking: z.boolean().optional(),
    cols: size,
    rows: size,
    /** What the keys are held to there. */
    keyboard: z.strictObject({ epoch: z.number().int() }).optional(),
  })
  .refine(hello => (hello.token === undefined) !== (hello.opening === undefined), {
    error: 'One of token and opening.',
    path: ['token'],
  })

/** The first frame of `/agent`, whichever version and whatever dials. */
export const agentHello = z.union([helloFrame, terminalHello, hostHello])

export const fromAgent = z.discriminatedUnion('type', [
  helloFrame,
  /** Whole lines of the recording from `offset`. */
  z.strictObject({ type: z.literal('cast'), offset, text: z.string().max(maxCastBytes) }),
  /** The agent holds to this epoch from now on: the hand-over is done. */
  z.strictObject({ type: z.literal('keyboard-seen'), epoch: z.number().int().nonnegative() }),
  /** Keys that the agent refused although the server had let them through: never more than a few around a hand-over. */
  z.strictObject({ type: z.literal('refused'), person: z.string().max(200), epoch: z.number().int() }),
])

const id = z.string().min(1).max(100)
const person = z.string().max(200)
const epoch = z.number().int()

/** v 2, next to the binary frames. */
export const fromAgent2 = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('keyboard-seen'), epoch: z.number().int().nonnegative() }),
  z.strictObject({ type: z.literal('refused'), person, epoch }),
  /** What stands at the prompt; `line` is the unfinished line, as its echo shows it. */
  z.strictObject({ type: z.literal('prompt'), state: z.enum(promptStates), line: z.string().max(4_000).optional() }),
  /** Keys wait for a second word of whoever typed them; `says` why, in words. */
  z.strictObject({
    type: z.literal('held'),
    person,
    why: z.enum(['danger', 'paste', 'unrecorded']),
    says: z.string().max(500),
  }),
  /**
   * Keys went nowhere in a shell that takes only signed ones: this host knows no key of theirs, it is not signed by one, or
   * keys before it are missing. `seq` is their number, `last` that of the last that were let in.
   */
  z.strictObject({
    type: z.literal('unsigned'),
    person,
    why: z.enum(['no-key', 'not-signed', 'lost']),
    seq: z.number().int().nonnegative(),
    last: z.number().int().nonnegative(),
  }),
  /** The answer to `put`. */
  z.strictObject({ type: z.literal('put-done'), id, ok: z.boolean(), why: z.enum(['not-free']).optional() }),
  /** The person at the machine took its keyboard back while no server could be reached. */
  z.strictObject({ type: z.literal('glass'), person, at: z.iso.datetime(), epoch }),
  /** Whether what is shown can be written down; `since` when (RFC 3339), `bytes` how much was not. `waits`: strict, so nothing is shown. */
  z.strictObject({
    type: z.literal('recording'),
    state: z.enum(['recorded', 'unrecorded', 'waits']),
    since: z.iso.datetime(),
    bytes: z.number().int().nonnegative(),
  }),
])

export type Hello = z.infer<typeof helloFrame>
export type TerminalHello = z.infer<typeof terminalHello>
export type FromAgent = z.infer<typeof fromAgent>
export type FromAgent2 = z.infer<typeof fromAgent2>
/** `free`: an empty prompt; `line`: something is typed there; `full-screen`: a program has the screen. */
export type PromptState = (typeof promptStates)[number]

export type ToAgent =
  | {
      type: 'welcome'
      v: 1 | 2
      recording: string
      stored: number
      incident: string
      number: number
      you: string
      keyboard: Keyboard
      /** v 2: see `credit`. */
      credit?: number
      /** v 2: what comes from here on has not been shown yet; what is not `stored` may be asked for again. */
      relayed?: number
      /** For the person at the machine. */
      says?: string
      /** v 2: a shell of this service waits while it cannot be recorded. */
      strict?: true
    }
  | { type: 'keyboard'; keyboard: Keyboard }
  /**
   * `seq`, `after` and `sig`: a shell that was opened by a signature takes only keys signed by a session key, each number once;
   * `after` is the number before it, one less where it is not said.
   * `agreed`: a change that went through the gate, which asks nobody for a second Enter.
   */
  | {
      type: 'input'
      epoch: number
      person: string
      data: string
      seq?: number
      after?: number
      sig?: string
      agreed?: true
    }
  | { type: 'resize'; epoch: number; person: string; cols: number; rows: number }
  /** The server has stored the recording up to here. */
  | { type: 'stored'; offset: number }
  /** v 2: how far the recording may grow before the program that prints waits. It says nothing about what is stored. */
  | { type: 'credit'; upTo: number }
  /** v 2: the recording from here on once more, for it could not be kept. */
  | { type: 'resend'; from: number }
  /** v 2: who types goes on though it cannot be recorded, for this reason. */
  | { type: 'go-on'; epoch: number; person: string; reason: string }
  /** v 2: a screen began in the middle, or lost something: a full-screen program may draw all of it anew. */
  | { type: 'redraw' }
  /** v 2: a marker into the recording. */
  | { type: 'mark'; label: string }
  /** v 2: put this text at the prompt if that is free, without a newline. */
  | { type: 'put'; id: string; epoch: number; person: string; text: string }
  | { type: 'refused'; code: string; message: string }

/** Who holds the keys of a terminal, since which epoch. Nobody: then only the sharer's own. */
export interface Keyboard {
  epoch: number
  holder?: string
  name?: string
  /** The holder was given it and has not said "I have control": nobody's keys are let in. */
  awaiting?: true
}
