import { type KeySigner, keySigner } from '../../api/key-signer.ts'
import type { ListedAccount } from '../../api/opening-shapes.ts'
import { type Opening, openingText } from '../../terminal/opening.ts'
import { write } from './client.ts'
import { signByPasskey } from './passkey.ts'
import { roomSocket } from './room-socket.ts'

/** Shells that this page opened or signed to type in: their keys are here, and gone with it. */
const shells = new Map<string, { signer: KeySigner; isHeld: boolean }>()
const changed = new EventTarget()

export const signedHere = (terminal: string): 'none' | 'held' | 'ready' => {
  const shell = shells.get(terminal)
  return !shell ? 'none' : shell.isHeld ? 'held' : 'ready'
}

export function onSigned(heard: () => void): () => void {
  changed.addEventListener('signed', heard)
  return () => changed.removeEventListener('signed', heard)
}

const tell = () => changed.dispatchEvent(new Event('signed'))

interface Typed {
  terminal: string
  epoch: number
  data: string
  /** A shell that takes only what is signed. */
  isSigned: boolean
}

/** False when it goes nowhere: no connection, or no key of this page that the host knows. */
export function typeIn({ isSigned, ...keys }: Typed): boolean {
  if (!isSigned) return roomSocket.send({ type: 'input', ...keys })
  const shell = shells.get(keys.terminal)
  if (!shell || shell.isHeld) return false
  void shell.signer.sign(keys).then(signed => roomSocket.send({ type: 'input', ...keys, ...signed }))
  return true
}

/** The host told that keys of this person went nowhere. */
export function keysWentNowhere(
  terminal: string,
  why: 'no-key' | 'not-signed' | 'lost',
  seq: number,
  last: number,
): void {
  const shell = shells.get(terminal)
  if (why === 'lost' && shell?.signer.goOnAfter(last, seq)) shell.isHeld = true
  if (why === 'no-key') shells.delete(terminal)
  tell()
}

/** They have looked at the line. */
export function goOnTyping(terminal: string): void {
  const shell = shells.get(terminal)
  if (shell) shell.isHeld = false
  tell()
}

/** What a host was asked for this person to sign. */
export type ToSign = Omit<Opening, 'account' | 'sessionKey'> & { id: string; accounts: ListedAccount[] }

export interface WantedShell {
  incident: string
  host: string
  /** One that is open, to type in. */
  terminal?: string
}

export const askToSign = async ({ incident, host, terminal }: WantedShell): Promise<ToSign> => {
  const body = { host, ...(terminal && { terminal }) }
  const { opening } = await write<{ opening: ToSign }>(`/api/v1/incidents/${incident}/openings`, body)
  if (opening.host.toLowerCase() !== host.toLowerCase()) throw new Error('Fireline answers for another host.')
  return opening
}

/** Signs by the passkey that the host lists for this account, and opens; the keys of this page are let in from then on. */
export async function openByPasskey(
  { incident }: WantedShell,
  asked: ToSign,
  { account, passkey }: ListedAccount,
): Promise<string> {
  if (!passkey) throw new Error('No passkey is listed for this name.')
  const signer = await keySigner()
  const sessionKey = signer.publicKey
  const { id, host, terminal, nonce, person, notAfter } = asked
  const text = openingText({ host, account, incident: asked.incident, terminal, nonce, person, sessionKey, notAfter })
  const signed = { passkey: await signByPasskey(text, passkey) }
  await write(`/api/v1/incidents/${incident}/openings/${id}/signature`, { account, sessionKey, signed })
  shells.set(terminal, { signer, isHeld: false })
  tell()
  return terminal
}
