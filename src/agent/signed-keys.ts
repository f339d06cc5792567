import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { keysText } from '../terminal/opening.ts'
import type { KeeperHooks, Keys, ShellHands, WordOnKeys } from './keeper-hooks.ts'
import type { Session } from './keeper-protocol.ts'

/** A page that was opened anew signs with a key of its own; older ones of the same person are forgotten. */
const mostOfOnePerson = 4

interface Known {
  person: string
  key: KeyObject
  /** The number of the last piece that was let in. */
  last: number
}

/**
 * Lets in what one of the keys signed that an opening named, each piece once, in its order, and nothing else: neither the
 * server nor anybody who has its database types here. A piece that somebody kept back is missed at once: what comes after it
 * is let in only when its sender says that they know.
 */
export function signedKeys({ terminal }: Pick<Session, 'terminal'>, { tell }: Pick<ShellHands, 'tell'>): KeeperHooks {
  let known: readonly Known[] = []

  const look = ({ by, data }: Keys): 'pass' | Unsigned => {
    // Nobody sits at this machine; and what Fireline types itself nobody has signed.
    if (by === 'local') return { why: 'not-signed', last: 0 }
    const theirs = known.filter(one => one.person === by.person)
    if (theirs.length === 0) return { why: 'no-key', last: 0 }
    const { epoch, seq, after = (seq ?? 0) - 1, sig } = by
    if (seq === undefined || sig === undefined || by.agreed) return { why: 'not-signed', last: 0 }
    const text = Buffer.from(keysText({ terminal, epoch, seq, after, data }))
    const signer = theirs.find(one => isSigned(text, sig, one.key))
    if (!signer) return { why: 'not-signed', last: 0 }
    if (after !== signer.last || seq <= signer.last) return { why: 'lost', last: signer.last }
    signer.last = seq
    return 'pass'
  }

  return {
    takesOnlySigned: true,
    beforeKeys(keys): WordOnKeys {
      const word = look(keys)
      if (word === 'pass') return 'pass'
      if (keys.by !== 'local') tell({ type: 'unsigned', person: keys.by.person, seq: keys.by.seq ?? 0, ...word })
      return 'drop'
    },
    knows({ person, key }) {
      const theirs = known.filter(one => one.person === person)
      const tooMany = theirs.length >= mostOfOnePerson ? theirs[0] : undefined
      const read = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
      known = [...known.filter(one => one !== tooMany), { person, key: read, last: 0 }]
    },
    heardPiece() {},
    onWriteTrouble: () => 'go-on',
  }
}

interface Unsigned {
  why: 'no-key' | 'not-signed' | 'lost'
  last: number
}

/** As WebCrypto signs: both numbers of ECDSA one after the other, no DER. */
function isSigned(text: Buffer, sig: string, key: KeyObject): boolean {
  return verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(sig, 'base64'))
}
