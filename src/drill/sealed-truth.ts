import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { Truth } from './faults/fault.ts'

/**
 * What is really broken, kept where a responder cannot look: the file is encrypted, and its key is only in the memory of the
 * drill. What is revealed at the end is therefore what was sealed at the beginning.
 */
export async function sealTruth(path: string, truth: Truth): Promise<() => Promise<Truth>> {
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(truth)), cipher.final()])
  await writeFile(path, Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600 })
  return async () => {
    const read = await readFile(path)
    const opening = createDecipheriv('aes-256-gcm', key, read.subarray(0, 12)).setAuthTag(read.subarray(12, 28))
    return JSON.parse(Buffer.concat([opening.update(read.subarray(28)), opening.final()]).toString()) as Truth
  }
}
