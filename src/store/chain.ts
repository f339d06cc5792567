import { createHash, randomBytes } from 'node:crypto'
import type { EntryHead } from '../incident/entry.ts'

/** An entry as it is hashed: `by` and `data` as the texts that are stored. */
export interface Link extends Pick<EntryHead, 'incident' | 'seq' | 'at'> {
  by: string
  type: string
  v: number
}

export const newSalt = (): Buffer => randomBytes(16)

/** sha256 over salt and data: the salt keeps a redacted text from being guessed by trying. */
export function digestOf(salt: Buffer, data: string): Buffer {
  return sha256([salt, utf8(data)])
}

/** hash = sha256(previous hash, incident, seq, at, by, type, v, digest), each field led by its length so that none can flow into the next. */
export function hashOf(previous: Buffer, link: Link, digest: Buffer): Buffer {
  const said = [link.incident, String(link.seq), link.at, link.by, link.type, String(link.v)].map(utf8)
  return sha256([previous, ...said, digest])
}

export const noHash: Buffer = Buffer.alloc(32)

/** What stands in place of a redacted text, by its own digest: named by the redaction's entry, so that it cannot change unseen. */
export function maskOf(data: string): string {
  return sha256([utf8(data)]).toString('hex')
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')

function sha256(parts: Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(part.length)
    hash.update(length).update(part)
  }
  return hash.digest()
}
