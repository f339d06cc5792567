import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type BackupDriver, BackupTrouble } from '../steps/change/backup-driver.ts'

/** How a sealed copy's file is called, so that everyone can tell it from a plain one. */
export const sealedName = 'copy.sealed'

const chunkBytes = 64 * 1024
const tagBytes = 16

/** One line of JSON before the chunks. `salt` is the first third of every nonce, `about` the copy that it is. */
interface Head {
  fireline: 'sealed'
  v: 1
  about: string
  salt: string
}

/**
 * Writes what comes as AES-256-GCM chunks of 64 KiB. Each chunk is bound to the head, to its place and to whether it is the last:
 * one that is changed, moved, left out, taken from another copy or cut off is not opened. Returns the sha256 of what came.
 */
export async function seal(
  plain: AsyncIterable<Buffer>,
  to: string,
  key: Buffer,
  about: string,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256')
  const head: Head = { fireline: 'sealed', v: 1, about, salt: randomBytes(4).toString('hex') }
  const line = `${JSON.stringify(head)}\n`
  const written = async function* () {
    yield Buffer.from(line)
    let n = 0
    for await (const { bytes, isLast } of inChunks(plain, chunkBytes)) {
      hash.update(bytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce(head, n)).setAAD(place(line, n, isLast))
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
      n += 1
    }
  }
  await pipeline(written, createWriteStream(to, { flags: 'wx', mode: 0o600 }), { signal })
  await toDisk(to)
  return hash.digest('hex')
}

/** What was sealed, front to back. Every chunk is checked before it is handed on; the end counts only when it came. */
export async function* unseal(path: string, key: Buffer, about: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  const [line, rest] = await headOf(file[Symbol.asyncIterator]() as AsyncIterator<Buffer>)
  const head = readHead(line, about)
  let n = 0
  for await (const { bytes, isLast } of inChunks(rest, chunkBytes + tagBytes)) {
    yield opened(bytes, key, nonce(head, n), place(line, n, isLast))
    n += 1
  }
}

function opened(chunk: Buffer, key: Buffer, iv: Buffer, about: Buffer): Buffer {
  if (chunk.length < tagBytes) throw damaged()
  const decipher = createDecipheriv('aes-256-gcm', key, iv).setAAD(about).setAuthTag(chunk.subarray(-tagBytes))
  const bytes = decipher.update(chunk.subarray(0, -tagBytes))
  try {
    return Buffer.concat([bytes, decipher.final()])
  } catch {
    throw damaged()
  }
}

const damaged = () =>
  new BackupTrouble(
    'This sealed copy is cut, altered or damaged, or was sealed with another key. Nothing of it is used.',
  )

function nonce({ salt }: Head, n: number): Buffer {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(n))
  return Buffer.concat([Buffer.from(salt, 'hex'), counter])
}

const place = (head: string, n: number, isLast: boolean): Buffer =>
  Buffer.from(`${head}${n} ${isLast ? 'last' : 'more'}`)

function readHead(line: string, about: string): Head {
  try {
    const head = JSON.parse(line) as Partial<Head>
    if (head.fireline === 'sealed' && head.v === 1 && /^[0-9a-f]{8}$/.test(head.salt ?? '') && head.about === about)
      return head as Head
  } catch {
    // said below
  }
  throw new BackupTrouble(`This is not the sealed copy ${about}, or its first line is damaged.`)
}

const longestHead = 1_000

async function headOf(chunks: AsyncIterator<Buffer>): Promise<[string, AsyncIterable<Buffer>]> {
  let held: Buffer = Buffer.alloc(0)
  for (;;) {
    const end = held.indexOf(10)
    if (end >= 0) return [held.subarray(0, end + 1).toString('latin1'), following(held.subarray(end + 1), chunks)]
    const next = await chunks.next()
    if (next.done === true || held.length > longestHead) throw damaged()
    held = Buffer.concat([held, next.value])
  }
}

async function* following(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
}

/** All of one size but the last, which is known as such: there is always one, be it empty. */
async function* inChunks(
  bytes: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let held: Buffer = Buffer.alloc(0)
  for await (const more of bytes) {
    held = held.length > 0 ? Buffer.concat([held, more]) : more
    let from = 0
    for (; held.length - from > size; from += size) yield { bytes: held.subarray(from, from + size), isLast: false }
    held = held.subarray(from)
  }
  yield { bytes: held, isLast: true }
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Of a file, read in full. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash, { signal })
  return hash.digest('hex')
}

/** The digest of what lies there now: of a sealed copy that of its file, of another whatever its driver reads. */
export const digestAt = (driver: BackupDriver, location: string, signal?: AbortSignal): Promise<string> =>
  basename(location) === sealedName ? sha256Of(location, signal) : driver.digestOf(location, signal)
