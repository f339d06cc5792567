import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { TableCount } from './fingerprint.ts'
import type { SequenceState } from './tables.ts'

// A backup file: the line below, one line of JSON (`Header`), a gzip stream of frames, and a seal over all of that.
// A frame is a letter, a length of four bytes, and so many bytes: S begins a section, D is data of it, E ends it, Z ends all.
export const magic = 'FIRELINE BACKUP'
export const formatVersion = 1
const sealBytes = '\nsha256 '.length + 64 + 1

/** What a backup says about itself before it is unpacked. */
export type Header = { format: number; fireline: string; madeAt: string; migrations: string[] }

export type Section =
  | { kind: 'table'; name: string; columns: string[] }
  | { kind: 'folder'; area: Area; path: string; mode: number }
  | { kind: 'file'; area: Area; path: string; mode: number }

/** Where a file belongs: the data folder, a runbook or a secret that the settings keep elsewhere. */
export type Area = 'data' | 'runbook' | 'secret'

export type Contents = { tables: Record<string, TableCount>; sequences: SequenceState[]; files: number }

export type Frame =
  | { letter: 'S'; section: Section }
  | { letter: 'D'; data: Buffer }
  | { letter: 'E' }
  | { letter: 'Z'; contents: Contents }

export function encode(letter: Frame['letter'], payload: Buffer | object = Buffer.alloc(0)): Buffer {
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload))
  const head = Buffer.alloc(5)
  head.write(letter, 0, 'latin1')
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

export function headerLines(header: Header): Buffer {
  return Buffer.from(`${magic} ${formatVersion}\n${JSON.stringify(header)}\n`)
}

export function seal(digest: string): Buffer {
  return Buffer.from(`\nsha256 ${digest}\n`)
}

export type Opened = { header: Header; frames: () => AsyncGenerator<Frame>; sha256: string; bytes: number }

/** Opens a backup after checking every byte of it against its seal. Throws with what is wrong, in words for people. */
export async function openBackup(path: string): Promise<Opened> {
  const { size } = await stat(path)
  const { header, length } = await readHeader(path)
  const sha256 = await checkSeal(path, size)
  const range = { start: length, end: size - sealBytes - 1 }
  return { header, sha256, bytes: size, frames: () => decode(createReadStream(path, range).pipe(createGunzip())) }
}

async function readHeader(path: string): Promise<{ header: Header; length: number }> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64_000), 0, 64_000, 0)
    const [first = '', second] = buffer.subarray(0, bytesRead).toString('latin1').split('\n', 2)
    if (!first.startsWith(`${magic} `)) throw new Error(`${path} is not a Fireline backup`)
    const version = Number(first.slice(magic.length))
    if (version !== formatVersion) {
      throw new Error(
        `${path} is a backup in format ${version}, and this Fireline reads format ${formatVersion}: use the one that wrote it`,
      )
    }
    const length = first.length + 1 + (second?.length ?? 0) + 1
    if (second === undefined || bytesRead < length) throw new Error(`${path} is cut short: its header does not end`)
    const text = buffer.subarray(first.length + 1, length).toString('utf8')
    return { header: JSON.parse(text) as Header, length }
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${path} is damaged: its header cannot be read`, { cause: error })
    throw error
  } finally {
    await file.close()
  }
}

async function checkSeal(path: string, size: number): Promise<string> {
  const hash = createHash('sha256')
  const sealFrom = size - sealBytes
  if (sealFrom <= 0) throw cutShort(path)
  for await (const chunk of createReadStream(path, { end: sealFrom - 1 })) hash.update(chunk as Buffer)
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(sealBytes), 0, sealBytes, sealFrom)
  await file.close()
  const found = /^\nsha256 ([0-9a-f]{64})\n$/.exec(buffer.toString('latin1'))?.[1]
  if (found === undefined) throw cutShort(path)
  if (found !== hash.digest('hex'))
    throw new Error(`${path} is damaged: its bytes do not match its seal. Take another copy of it`)
  return found
}

function cutShort(path: string): Error {
  return new Error(`${path} is cut short: it does not end with its seal. Copy it again, or use an older backup`)
}

async function* decode(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    let from = 0
    while (held.length - from >= 5) {
      const length = held.readUInt32BE(from + 1)
      if (held.length - from < 5 + length) break
      yield frameOf(held.toString('latin1', from, from + 1), held.subarray(from + 5, from + 5 + length))
      from += 5 + length
    }
    held = held.subarray(from)
  }
  if (held.length > 0) throw new Error('the backup ends in the middle of a frame')
}

function frameOf(letter: string, body: Buffer): Frame {
  if (letter === 'D') return { letter, data: body }
  if (letter === 'E') return { letter }
  if (letter === 'S') return { letter, section: JSON.parse(body.toString()) as Section }
  if (letter === 'Z') return { letter, contents: JSON.parse(body.toString()) as Contents }
  throw new Error(`the backup has a frame "${letter}" that this Fireline does not know`)
}
