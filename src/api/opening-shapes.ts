import { z } from 'zod'

/** The parts of an opening as they travel: see `terminal/opening.ts`. What they must be is decided on the host. */
const line = (most: number) => z.string().min(1).max(most)

export const openingShape = z.strictObject({
  host: line(200),
  account: line(100),
  incident: z.uuid(),
  terminal: z.uuid(),
  nonce: line(100),
  person: line(100),
  sessionKey: line(500),
  notAfter: z.iso.datetime(),
})

export const passkeyAnswer = z.strictObject({
  id: line(2_000),
  clientData: line(8_000),
  authenticatorData: line(8_000),
  signature: line(4_000),
})

export const signedShape = z.union([z.strictObject({ ssh: line(16_000) }), z.strictObject({ passkey: passkeyAnswer })])

/** Whose keys a host knows: what a person needs to find theirs among their keys. */
export const listedAccounts = z
  .array(
    z.strictObject({
      account: line(100),
      /** Fingerprint, as `ssh-keygen -l` writes it. */
      key: line(200).optional(),
      passkey: z.strictObject({ id: line(2_000), rpId: line(300) }).optional(),
    }),
  )
  .max(1_000)

export type ListedAccount = z.infer<typeof listedAccounts>[number]
