import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Keeps what must never be readable back: AES-256-GCM, bound to the place it is stored at. */
export interface Secrets {
  seal(plain: string, place: string): string
  /** Throws when the text was altered, moved, or sealed with another key. */
  open(sealed: string, place: string): string
}

/** The key of this installation: the file named, else one beside the data that a first start makes. */
export function secretsOf({ dataDir, secretFile }: { dataDir: string; secretFile?: string }): Secrets {
  const key = secretFile ? readKey(secretFile) : ownKey(dataDir)
  return {
    seal(plain, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(place))
      decipher.setAuthTag(bytes.subarray(12, 28))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        throw new Error('a stored secret cannot be read: FIRELINE_SECRET_FILE is not the one it was written with')
      }
    },
  }
}

function readKey(path: string): Buffer {
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`${path} must hold 64 hex digits (openssl rand -hex 32).`)
  return Buffer.from(text, 'hex')
}

/** Whole or not there, and made once: of two starts at the same moment one wins. */
function ownKey(dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'secret')
  const draft = `${path}.${process.pid}`
  try {
    return readKey(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const file = openSync(draft, 'w', 0o600)
  writeSync(file, `${randomBytes(32).toString('hex')}\n`)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readKey(path)
}
