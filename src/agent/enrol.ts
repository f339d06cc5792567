import { generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { proofText } from '../api/host-protocol.ts'

/** Who an agent is, and to whom. The private half of its key never leaves the folder. */
export interface Enrolment {
  url: string
  agent: string
  host: string
  /** PKCS #8, PEM. */
  key: string
}

const enrolment = z.strictObject({ url: z.string(), agent: z.uuid(), host: z.string(), key: z.string() })
const fileOf = (state: string): string => join(state, 'enrolment.json')

/** Asks the server to know it from now on, and keeps the key. */
export async function enrol(
  state: string,
  url: string,
  ask: (publicKey: string) => Promise<{ agent: string; host: string }>,
): Promise<Enrolment> {
  if (existsSync(fileOf(state))) throw new Error(`There is an agent here already: fireline agent uninstall`)
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { agent, host } = await ask(publicKey.export({ format: 'der', type: 'spki' }).toString('base64'))
  const enrolled = { url, agent, host, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() }
  writeFileSync(fileOf(state), `${JSON.stringify(enrolled)}\n`, { mode: 0o600, flag: 'wx' })
  return enrolled
}

/** Undefined when no agent was enrolled here; throws when others could have read its key. */
export function readEnrolment(state: string): Enrolment | undefined {
  const file = fileOf(state)
  const is = lstatSync(file, { throwIfNoEntry: false })
  if (!is) return undefined
  if (!is.isFile() || (is.mode & 0o077) !== 0)
    throw new Error(`Others may read ${file}: revoke this agent in the settings, and enrol it anew.`)
  const read = enrolment.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!read.success) throw new Error(`${file} cannot be read: enrol this host anew.`)
  return read.data
}

/** True when there was one. */
export function forgetEnrolment(state: string): boolean {
  const was = existsSync(fileOf(state))
  rmSync(fileOf(state), { force: true })
  return was
}

/** Its key's answer to a challenge. */
export const proofOf = ({ agent, key }: Enrolment, nonce: string): string =>
  sign(null, Buffer.from(proofText(agent, nonce)), key).toString('base64')
