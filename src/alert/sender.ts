import type { z } from 'zod'
import type { Problem, ReadReport } from './report.ts'

/** Lower-case names, one text each. */
export type Headers = Readonly<Record<string, string>>

/** Something that sends alerts in a form of its own. Its words stop at `read`. */
export interface Sender {
  /** The kind of its integrations. */
  kind: string
  name: string
  /** The vendor's own page that describes the body. */
  vendorPage: string
  /** What it sends, for the table of senders. */
  sends: string
  /** What a person does on the vendor's side, a line each; `{url}` is the address of the key. A template to paste stands here whole. */
  setUp: readonly string[]
  /** True for a body of this sender and of nobody else: how a `webhook` key knows whom it hears. */
  recognises(body: unknown, headers: Headers): boolean
  read: ReadReport
  /** What is checked beside the key. */
  checks?: string
  settings?: z.ZodType<Record<string, unknown>>
  /** Fields of the settings that are kept encrypted and never read back. */
  secrets?: readonly string[]
  /** Undefined when it is the sender's own; throws where that cannot be found out now. */
  verify?(sent: Sent, settings: Readonly<Record<string, unknown>>, means: Means): Promise<Problem | undefined>
  /** A body that is no alert but a question whether somebody is here. */
  hello?(body: unknown): Hello | undefined
}

/** A request as it came: what a signature stands over. */
export interface Sent {
  raw: Uint8Array
  body: unknown
  headers: Headers
  /** RFC 3339 UTC. */
  at: string
}

/** The text of an https address, over the one way out: no redirects, a time limit. Throws what is no 200. */
export type Fetch = (url: string) => Promise<string>

/** With what a sender is checked. */
export interface Means {
  fetch: Fetch
  /** Whether `given` is the HMAC of the body (or of `text`), compared in constant time. */
  isHmac(
    given: string | undefined,
    made: { digest: 'sha1' | 'sha256'; key: string | Uint8Array; as: 'hex' | 'base64'; text?: string },
  ): boolean
}

/** Say yes by fetching this address, or it is wrong. */
export type Hello = { confirm: string } | { problem: Problem }
