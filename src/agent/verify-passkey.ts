import { createHash, createPublicKey, verify } from 'node:crypto'
import type { PasskeyAnswer } from '../terminal/opening.ts'
import type { HostAccount } from './host-file.ts'

type Listed = NonNullable<HostAccount['passkey']>

/** "User present" and "user verified", the flags of WebAuthn section 6.1: somebody was there, and the key knew them. */
const wasThere = 0x01 | 0x04

/**
 * Whether this passkey signed this text: an assertion as WebAuthn (section 7.2) describes it, whose challenge is the sha256 of
 * the text, from a page of the name the key is for.
 */
export function verifyPasskey(text: string, answer: PasskeyAnswer, listed: Listed): boolean {
  if (answer.id !== listed.id) return false
  const clientData = Buffer.from(answer.clientData, 'base64url')
  const authenticatorData = Buffer.from(answer.authenticatorData, 'base64url')
  if (!isAboutThis(clientData, text, listed.rpId) || !isOfThere(authenticatorData, listed.rpId)) return false
  const signed = Buffer.concat([authenticatorData, sha256(clientData)])
  try {
    const key = createPublicKey({ key: Buffer.from(listed.publicKey, 'base64'), format: 'der', type: 'spki' })
    const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
    return verify(digest, signed, key, Buffer.from(answer.signature, 'base64url'))
  } catch {
    return false
  }
}

function isAboutThis(clientData: Buffer, text: string, rpId: string): boolean {
  const said = parsed(clientData)
  if (said?.['type'] !== 'webauthn.get' || said['crossOrigin'] === true) return false
  return said['challenge'] === sha256(text).toString('base64url') && isPageOf(said['origin'], rpId)
}

function isPageOf(origin: unknown, rpId: string): boolean {
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false
  const { hostname, protocol } = new URL(origin)
  const isSecure = protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost')
  return isSecure && (hostname === rpId || hostname.endsWith(`.${rpId}`))
}

/** The first 32 bytes name the page's site, the next one says how the key knew that somebody was there. */
function isOfThere(authenticatorData: Buffer, rpId: string): boolean {
  if (authenticatorData.length < 37) return false
  const isSite = authenticatorData.subarray(0, 32).equals(sha256(rpId))
  return isSite && ((authenticatorData[32] ?? 0) & wasThere) === wasThere
}

function parsed(clientData: Buffer): Record<string, unknown> | undefined {
  try {
    const said = JSON.parse(clientData.toString()) as unknown
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
