import { parse } from 'yaml'
import { z } from 'zod'
import { readBody } from '../api/read-body.ts'
import { readTrusted } from '../hosts/trusted-file.ts'

/**
 * What the file on a host allows its agent: the one place that raises its level. 0 nothing, 1 eyes, 2 the named checks,
 * 3 steps that a reviewer signed, 4 a shell for the listed accounts.
 */
export interface HostFile {
  level: 0 | 1 | 2 | 3 | 4
  /** Name of a log -> its path. The eyes read windows of these alone. */
  logs: Record<string, string>
  /** Name of a check -> its program and arguments, which no shell reads. */
  checks: Record<string, string[]>
  /** An `allowed_signers` file: who may sign steps. */
  reviewers?: string
  shell?: { accounts: Record<string, HostAccount> }
  /** The agent may run as root; without it, it refuses to. */
  asRoot: boolean
}

/** Who may open a shell by which key, and as whom it runs; without `as`, as the agent's own user. */
export interface HostAccount {
  /** A public key as OpenSSH writes it. */
  key?: string
  passkey?: { id: string; publicKey: string; rpId: string }
  as?: string
}

/** No file, no power. */
export const nothingAllowed: HostFile = { level: 0, logs: {}, checks: {}, asRoot: false }

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, 'A name: letters, digits, dots, dashes, at most 100.')
const path = z
  .string()
  .max(4_000)
  .regex(/^\/[^\0]*$/, 'A whole path, from / on.')
const word = z
  .string()
  .max(4_000)
  .regex(/^[^\0]*$/, 'No NUL here.')
const account = z.string().regex(/^[a-z_][a-z0-9_.-]{0,31}$/i, 'The name of an account.')
const short = z.string().min(1).max(2_000)

const hostFile = z.strictObject({
  level: z.literal([0, 1, 2, 3, 4]),
  logs: z.record(name, path).default({}),
  checks: z.record(name, z.array(word).min(1).max(100)).default({}),
  reviewers: path.optional(),
  shell: z
    .strictObject({
      accounts: z.record(
        account,
        z.strictObject({
          key: short.optional(),
          passkey: z.strictObject({ id: short, publicKey: short, rpId: short }).optional(),
          as: account.optional(),
        }),
      ),
    })
    .optional(),
  asRoot: z.boolean().default(false),
})

/** The text of a file as YAML; throws with the field that is wrong, in words for who wrote it. */
export function readHostFileText(text: string): HostFile {
  const read = readBody(hostFile, yaml(text), '')
  if ('wrong' in read) throw new Error(`${read.wrong.path || 'the file'}: ${read.wrong.message}`)
  const { checks, ...file } = read.body
  for (const [check, [program = '']] of Object.entries(checks))
    if (!program.startsWith('/')) throw new Error(`checks.${check}: Its program is a whole path, from / on.`)
  return { ...file, checks }
}

function yaml(text: string): unknown {
  return parse(text, { maxAliasCount: 0, logLevel: 'error', uniqueKeys: true, schema: 'core' }) as unknown
}

/**
 * What the file allows now. Read anew at each wish, so a level that root takes back is gone at once. A file that is not there
 * allows nothing; one that somebody other than root could have written allows nothing either, and says why by throwing.
 */
export function readHostFile(path: string, root = 0): HostFile {
  const text = readTrusted(path, root)
  if (text === undefined) return nothingAllowed
  try {
    return readHostFileText(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${path} allows nothing as it stands. ${why}`, { cause: error })
  }
}
