import type { PasskeyAnswer } from '../../terminal/opening.ts'

/** Why no passkey can be used on this page; undefined where one can. */
export function noPasskeyHere(): string | undefined {
  if (!isSecureContext || !('credentials' in navigator)) return 'Passkeys need https. Your SSH key does not.'
  if (/^[\d.]+$|:/.test(location.hostname))
    return 'Passkeys need a name: open Fireline by its name, not by an address. Your SSH key does not.'
  return undefined
}

/** A passkey as the list on a host names it. */
export interface NewPasskey {
  id: string
  publicKey: string
  rpId: string
}

/** Made by this device, this browser or a token. The server hears nothing of it: its public half is for a host's list. */
export async function makePasskey(name: string): Promise<NewPasskey> {
  const rpId = location.hostname
  const made = (await navigator.credentials.create({
    publicKey: {
      rp: { id: rpId, name: 'Fireline' },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -8 },
      ],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    },
  })) as PublicKeyCredential | null
  const key = (made?.response as AuthenticatorAttestationResponse | undefined)?.getPublicKey()
  if (!made || !key) throw new Error('This device made no passkey.')
  return { id: made.id, publicKey: btoa(String.fromCharCode(...new Uint8Array(key))), rpId }
}

/** The passkey's signature over this text. Its own dialog does not show the text. */
export async function signByPasskey(
  text: string,
  { id, rpId }: Pick<NewPasskey, 'id' | 'rpId'>,
): Promise<PasskeyAnswer> {
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const made = (await navigator.credentials.get({
    publicKey: {
      challenge,
      rpId,
      allowCredentials: [{ type: 'public-key', id: bytesOf(id) }],
      userVerification: 'required',
      timeout: 55_000,
    },
  })) as PublicKeyCredential | null
  if (!made) throw new Error('Nothing was signed.')
  const { clientDataJSON, authenticatorData, signature } = made.response as AuthenticatorAssertionResponse
  return {
    id: made.id,
    clientData: inBase64(clientDataJSON),
    authenticatorData: inBase64(authenticatorData),
    signature: inBase64(signature),
  }
}

const inBase64 = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), char => char.charCodeAt(0))
