import { createHash, createPublicKey } from 'node:crypto'
import { type Opening, type OpeningNo, openingText, type SignedOpening } from '../terminal/opening.ts'
import type { HostAccount, HostFile } from './host-file.ts'
import { verifyPasskey } from './verify-passkey.ts'
import { verifySsh } from './verify-ssh.ts'

/** Whose key signed: their entry on the host's list, and the key's own fingerprint. */
export interface Verified {
  listed: HostAccount
  key: string
}

/** Whether the host's own list knows the key that signed exactly this opening. Where from and since when is not looked at here. */
export async function verifyOpening(
  opening: Opening,
  signed: SignedOpening,
  file: Pick<HostFile, 'level' | 'shell'>,
): Promise<Verified | { no: OpeningNo }> {
  if (file.level < 4 || !file.shell) return { no: 'shell-off' }
  const { accounts } = file.shell
  const listed = Object.hasOwn(accounts, opening.account) ? accounts[opening.account] : undefined
  if (!listed) return { no: 'not-listed' }
  if (!isSessionKey(opening.sessionKey)) return { no: 'bad-session-key' }
  const text = openingText(opening)
  if ('ssh' in signed) {
    if (!listed.key) return { no: 'not-listed' }
    return (await verifySsh(text, signed.ssh, listed.key)) ? { listed, key: sshPrint(listed.key) } : bad
  }
  if (!listed.passkey) return { no: 'not-listed' }
  return verifyPasskey(text, signed.passkey, listed.passkey)
    ? { listed, key: `passkey ${listed.passkey.id.slice(0, 12)}` }
    : bad
}

const bad = { no: 'bad-signature' } as const

/** As `ssh-keygen -l` writes it; empty where it is no key. */
export function sshPrint(key: string): string {
  const [, blob = ''] = key.trim().split(/\s+/)
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

function isSessionKey(spki: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}
