import { keysText } from '../terminal/opening.ts'

/**
 * The key that signs what is typed in a shell of the highest level: made in the page or the program that a person types in, and
 * never leaving it. The opening that they sign names its public half.
 */
export interface KeySigner {
  /** P-256, SPKI, base64. */
  publicKey: string
  /** In the order they were typed. The keys are signed as they are sent, and no number twice. */
  sign(keys: { terminal: string; epoch: number; data: string }): Promise<{ seq: number; after: number; sig: string }>
  /** The host missed keys before `seq`; its person knows, and what they type next goes on after `last`. False for old news. */
  goOnAfter(last: number, seq: number): boolean
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }

export async function keySigner(): Promise<KeySigner> {
  const { subtle } = globalThis.crypto
  const { publicKey, privateKey } = await subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const spki = base64(await subtle.exportKey('spki', publicKey))
  // Pages of one person count apart, so that news of one is not taken for the other's.
  let seq = globalThis.crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  let after = 0
  let knownFrom = 0
  let turn: Promise<unknown> = Promise.resolve()
  return {
    publicKey: spki,
    sign(keys) {
      seq += 1
      const numbered = { ...keys, seq, after }
      after = seq
      const text = new TextEncoder().encode(keysText(numbered))
      const made = turn.then(() => subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text))
      turn = made.catch(() => {})
      return made.then(sig => ({ seq: numbered.seq, after: numbered.after, sig: base64(sig) }))
    },
    goOnAfter(last, missed) {
      if (missed <= knownFrom || missed > seq) return false
      knownFrom = seq
      after = last
      return true
    },
  }
}

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))
