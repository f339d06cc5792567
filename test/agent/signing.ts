import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endShell, shellOf } from '../../src/agent/opened-shells.ts'
import { type Opening, openingNamespace, openingText, type PasskeyAnswer } from '../../src/terminal/opening.ts'
import { until } from '../harness.ts'

/** The shells that this agent has opened until now, whatever becomes of the agent: ended, and what they showed is stored. */
export function shellsOf(state: string): { end(): Promise<void> } {
  const shells = existsSync(join(state, 'shells')) ? readdirSync(join(state, 'shells')) : []
  const folders = shells.flatMap(terminal => shellOf(state, terminal)?.folder ?? [])
  return {
    async end() {
      await Promise.all(folders.map(endShell))
      await until(() => !folders.some(folder => existsSync(folder)), 'the shells to be gone')
    },
  }
}

/** A real key pair of OpenSSH, without a passphrase. */
export function sshKey(folder: string, name: string): { file: string; public: string } {
  const file = join(folder, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file])
  return { file, public: readFileSync(`${file}.pub`, 'utf8').trim() }
}

/** As a person's ssh-keygen signs it. */
export function sshSigned(opening: Opening, file: string, namespace: string = openingNamespace): string {
  const text = `${file}.${randomUUID().slice(0, 8)}`
  writeFileSync(text, openingText(opening))
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', file, '-n', namespace, text], { stdio: 'ignore' })
  return readFileSync(`${text}.sig`, 'utf8')
}

/** The public half of a session key. */
export const p256 = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .publicKey.export({ format: 'der', type: 'spki' })
    .toString('base64')

export interface Passkey {
  listed: { id: string; publicKey: string; rpId: string }
  answer(text: string, but?: { origin?: string; type?: string; flags?: number; rpId?: string }): PasskeyAnswer
}

/** An authenticator, as WebAuthn has it. */
export function passkey(rpId: string, kind: 'ec' | 'ed25519' = 'ec'): Passkey {
  const pair: { publicKey: KeyObject; privateKey: KeyObject } =
    kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519')
  const id = randomUUID()
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  return {
    listed: { id, publicKey, rpId },
    answer(text, { origin = `https://${rpId}`, type = 'webauthn.get', flags = 0x05, rpId: site = rpId } = {}) {
      const challenge = sha256(text).toString('base64url')
      const clientData = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
      const authenticatorData = Buffer.concat([sha256(site), Buffer.from([flags, 0, 0, 0, 7])])
      const signed = Buffer.concat([authenticatorData, sha256(clientData)])
      const signature = sign(kind === 'ec' ? 'sha256' : null, signed, pair.privateKey)
      const parts = { clientData, authenticatorData, signature }
      const inBase64 = Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64url')])
      return { id, ...(Object.fromEntries(inBase64) as Omit<PasskeyAnswer, 'id'>) }
    },
  }
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
