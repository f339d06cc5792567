import type { z } from 'zod'
import type { Severity } from '../../incident/severity.ts'
import type { ChannelKind } from './wakes.ts'

/** One call as a channel carries it. Everything from an alert is plain text: each channel escapes it for its own wire. */
export interface CallMessage {
  /** The call's id: the same at every repeat. */
  id: string
  incident: string
  number: number
  severity: Severity
  /** `contact` is the one of theirs that it goes to, where that is not the one named like the channel. */
  to: { id: string; name: string; email?: string; contact?: string }
  /** One line that says it all. */
  headline: string
  /** What follows it, a line each. */
  lines: string[]
  /** The page of this person for this incident: looking changes nothing, buttons do. */
  link: string
  /** Lines with links to its parts, one tap each; a test has none. */
  ways: string[]
  buttons: Button[]
  /** True when an earlier attempt may have arrived. */
  repeat: boolean
  at: string
  /** Tells of so many incidents at once: the link is that of the worst, its ways are those of the others. */
  together?: number
  /** Of no incident: somebody tries out whether they can be reached. */
  isTest?: true
  /** Makes no sound and lights no screen, where the channel can do that. */
  isQuiet?: true
}

/** Works without an inbound address: the token comes back over the channel itself, once. */
export interface Button {
  label: string
  command: 'acknowledge' | 'i-cannot' | 'it-rang'
  token: string
}

/** Where a button is pressed by whoever can reach this server: its token, beside the page of the message. */
export const pressAt = ({ link }: Pick<CallMessage, 'link'>, { token }: Pick<Button, 'token'>): string =>
  link.replace(/\/[at]\/[^/]*$/, `/b/${token}`)

/** Three words, and the receiver's own answer. */
export interface Delivery {
  outcome: 'delivered' | 'retry' | 'failed'
  answer: string
  afterMs?: number
  /** The receiver says that this address is there no more, for good. */
  gone?: true
}

export interface WireRequest {
  /** POST, unless it says otherwise. */
  method?: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  /** Text, or bytes as they go over the wire. */
  body: string | Uint8Array
  /** What must never come back in an answer that is kept. */
  redact?: string[]
}

export interface WireAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** The house's one way out; a throw is for a wire that broke. */
export type Send = (request: WireRequest, signal: AbortSignal) => Promise<WireAnswer>

/** What a house has once for all its people: an account that a channel goes over. An admin sets it. */
export interface Account {
  kind: string
  settings: z.ZodType
  secrets: readonly string[]
}

/** What a channel is handed beside the message. */
export interface Wire {
  send: Send
  signal: AbortSignal
  /** A topic nobody can guess, the same at each start, on which this server's buttons answer. */
  ackTopic(server: string): string
  /** Settings of the account that this channel goes over, where it needs one. */
  account?: Record<string, unknown>
}

/** A button was pressed: its token, and the place in the stream to go on from. */
export interface Heard {
  token: string
  place: string
}

/** One mail. `id` makes its Message-ID, the same at every repeat. */
export interface Letter {
  id: string
  thread?: string
  to: string
  subject: string
  text: string
  /** Where a mail program may post that it is no longer wanted (RFC 8058). */
  off?: string
}

export interface Mail {
  send(letter: Letter): Promise<Delivery>
}

/** A way to reach a person. Its settings are a schema; those named in `secrets` are kept encrypted and never read back. */
export interface Channel<Settings = Record<string, unknown>> {
  /** Whether it wakes anybody stands under this name in wakes.ts. */
  kind: ChannelKind
  settings: z.ZodType<Settings>
  secrets: readonly string[]
  /** What has to be set once for everybody before anybody can be reached by it. */
  account?: Account
  deliver(message: CallMessage, settings: Settings, wire: Wire): Promise<Delivery>
}

/** What of an address must never come back in an answer: whoever knows a webhook's address can post there. */
export function inUrl(url: string): string[] {
  const { pathname, search, username, password } = new URL(url)
  const parts = [search.slice(1), ...search.slice(1).split(/[&=]/), ...pathname.split('/'), username, password]
  return [`${pathname}${search}`, ...parts].filter(part => part.length > 7)
}

/** What an HTTP answer means to most: 2xx delivered, too many and server's trouble again later, the rest for good. */
export function readAnswer({ status, headers, body }: WireAnswer): Delivery {
  const answer = `${status} ${body}`.trim().slice(0, 500)
  if (status >= 200 && status < 300) return { outcome: 'delivered', answer }
  if (status === 429 || status === 408 || status >= 500) {
    const afterMs = Number(headers['retry-after']) * 1_000
    return { outcome: 'retry', answer, ...(afterMs > 0 && { afterMs: Math.min(afterMs, 60_000) }) }
  }
  return { outcome: 'failed', answer }
}
