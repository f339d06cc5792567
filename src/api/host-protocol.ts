import { z } from 'zod'
import { listedAccounts, openingShape, signedShape } from './opening-shapes.ts'

/**
 * What the agent of a host and the server say to each other over `/agent`, as JSON text frames, v 2. It is known by its own key:
 * `hello`, then `challenge`, then `proof`, and only then `welcome`. From then on the server has wishes, each answered once, and the agent
 * does of them what the file on its host allows.
 */
const names = z.array(z.string().min(1).max(100)).max(200)

export const hostHello = z.strictObject({
  type: z.literal('hello'),
  v: z.literal(2),
  as: z.literal('host'),
  agent: z.uuid(),
  host: z.string().min(1).max(200),
  /** What the file on the host allows: 0 nothing, 1 eyes, 2 named checks, 3 signed steps, 4 a shell. */
  level: z.number().int().min(0).max(4),
  version: z.string().min(1).max(50),
  /** Names of the checks that it allows. */
  checks: names,
  shell: z.boolean(),
  /** Names of the logs that it reads windows of. */
  logs: names.optional(),
  /** Whose signatures it runs steps by. */
  reviewers: names.optional(),
})

/** Characters of what a wish showed; more is cut in its middle, where the agent stands. */
export const mostShown = 64 * 1024

const wished = { wish: z.uuid() }

export const fromHost = z.discriminatedUnion('type', [
  /** `proofText` signed by the agent's own key, base64. */
  z.strictObject({ type: z.literal('proof'), signature: z.string().min(1).max(500) }),
  z.strictObject({
    type: z.literal('did'),
    ...wished,
    /** Masked, and of no more than `mostShown` characters. */
    shown: z.string().max(mostShown),
    /** None when it was ended. */
    exitCode: z.number().int().min(0).max(255).optional(),
    ended: z.enum(['time', 'signal']).optional(),
    ms: z.number().int().nonnegative(),
  }),
  /** What is to be signed for a shell, and whose keys count here. */
  z.strictObject({
    type: z.literal('question'),
    ...wished,
    nonce: z.string().min(1).max(100),
    notAfter: z.iso.datetime(),
    accounts: listedAccounts,
  }),
  /** The shell is open, or its keeper knows who else signs: `key` is the fingerprint of the one that signed. */
  z.strictObject({ type: z.literal('opened'), ...wished, key: z.string().min(1).max(200) }),
  /** The host says no to a wish, or it could not be done. */
  z.strictObject({
    type: z.literal('no'),
    ...wished,
    code: z.string().regex(/^[a-z-]{1,50}$/),
    message: z.string().min(1).max(1_000),
  }),
])

const path = z.string().min(1).max(300)
const time = z.iso.datetime()

/** What the server wishes for. A name, never a path or a command: those stand in the file on the host. */
export const hostWish = z.discriminatedUnion('type', [
  /** A window of a log that the file names. */
  z.strictObject({ type: z.literal('look'), ...wished, log: z.string().min(1).max(100), from: time, to: time }),
  z.strictObject({ type: z.literal('run-check'), ...wished, check: z.string().min(1).max(100) }),
  /** A step of a runbook page with its reviewer's signature over `stepText`. */
  z.strictObject({
    type: z.literal('run-step'),
    ...wished,
    page: path,
    step: z.string().min(1).max(200),
    language: z.string().max(40),
    code: z.string().min(1).max(mostShown),
    signature: z.string().min(1).max(8_000),
  }),
  /** The question that an opening answers; `joins` a shell that runs. */
  z.strictObject({
    type: z.literal('ask-opening'),
    ...wished,
    incident: z.uuid(),
    terminal: z.uuid(),
    joins: z.literal(true).optional(),
  }),
  /** An opening that a person signed; `ticket` is what its keeper dials in with. */
  z.strictObject({
    type: z.literal('open-shell'),
    ...wished,
    opening: openingShape,
    signed: signedShape,
    ticket: z.string().min(1).max(500),
  }),
])

export const toHost = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('challenge'), nonce: z.string().regex(/^[\w-]{43}$/) }),
  z.strictObject({ type: z.literal('welcome'), v: z.literal(2) }),
  z.strictObject({ type: z.literal('refused'), code: z.string().max(100), message: z.string().max(1_000) }),
  ...hostWish.options,
])

export type HostHello = z.infer<typeof hostHello>
export type FromHost = z.infer<typeof fromHost>
/** What ends a wish. */
export type HostAnswer = Exclude<FromHost, { type: 'proof' }>
export type HostWish = z.infer<typeof hostWish>
export type ToHost = z.infer<typeof toHost>

/** What an agent signs with its key. The words before the nonce keep a signature from meaning anything elsewhere. */
export const proofText = (agent: string, nonce: string): string => `fireline host agent v2\n${agent}\n${nonce}\n`
