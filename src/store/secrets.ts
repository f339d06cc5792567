import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** The server's one secret: what it keeps for others is encrypted with it, and its links are derived from it. */
export interface Secrets {
  /** AES-256-GCM; `about` binds it to its place, so that it cannot be moved to another. */
  seal(text: string, about: string): string
  /** Throws when it was sealed with another key, about something else, or was changed. */
  open(sealed: string, about: string): string
  /** 256 bits as base64url, the same for the same name at each start: in doubt a message goes out again with the same link. */
  derive(name: string): string
}

/** The key's file; made on first use, for its owner only. Nodes on one database need the same. */
export function openSecrets({ secretFile, dataDir }: { secretFile?: string; dataDir: string }): Secrets {
  const key = readKey(secretFile ?? join(dataDir, 'secret'))
  const sealing = Buffer.from(hkdfSync('sha256', key, '', 'fireline seal', 32))
  const deriving = Buffer.from(hkdfSync('sha256', key, '', 'fireline derive', 32))
  return {
    seal(text, about) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, iv).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1:${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')}`
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed.slice('v1:'.length), 'base64')
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    derive: name => createHmac('sha256', deriving).update(name).digest('base64url'),
  }
}

function readKey(file: string): Buffer {
  if (!existsSync(file)) makeKey(file)
  const text = readFileSync(file, 'utf8').trim()
  if (text.length < 32) throw new Error(`${file} holds no secret: 32 characters or more are needed.`)
  return Buffer.from(text)
}

/** Whole or not there, and made once: of two starts at the same moment one wins. */
function makeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  const written = openSync(draft, 'w', 0o600)
  writeSync(written, `${randomBytes(32).toString('hex')}\n`)
  fsyncSync(written)
  closeSync(written)
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
