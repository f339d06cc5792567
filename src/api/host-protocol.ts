import { z } from 'zod'

/**
 * What the agent of a host and the server say to each other over `/agent`, as JSON text frames, v 2. It is known by its own key:
 * `hello`, then `challenge`, then `proof`, and only then `welcome`.
 */
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
  checks: z.array(z.string().min(1).max(100)).max(200),
  shell: z.boolean(),
})

export const fromHost = z.discriminatedUnion('type', [
  /** The challenge's nonce, signed by the agent's own key, base64. */
  z.strictObject({ type: z.literal('proof'), signature: z.string().min(1).max(500) }),
])

export type HostHello = z.infer<typeof hostHello>
export type FromHost = z.infer<typeof fromHost>

export type ToHost =
  | { type: 'challenge'; nonce: string }
  | { type: 'welcome'; v: 2 }
  | { type: 'refused'; code: string; message: string }
