import { createReadStream } from 'node:fs'
import { chmod, lstat, mkdir, open, readdir, readlink, symlink, utimes } from 'node:fs/promises'
import { basename, join, normalize } from 'node:path'
import { BackupTrouble } from '../steps/change/backup-driver.ts'

/** What stands before each thing of a packed folder, as one line of JSON; a file's bytes follow it. */
interface Packed {
  path: string
  is: 'file' | 'folder' | 'link'
  mode: number
  /** Seconds. */
  changed: number
  bytes?: number
  to?: string
}

/** A file, or a folder with everything in it, as one stream. Links are kept as links, never followed. */
export async function* pack(root: string, name = basename(root)): AsyncGenerator<Buffer> {
  const found = await lstat(root)
  const said = { path: name, mode: found.mode & 0o7777, changed: found.mtimeMs / 1_000 }
  if (found.isSymbolicLink()) yield line({ ...said, is: 'link', to: await readlink(root) })
  else if (found.isDirectory()) {
    yield line({ ...said, is: 'folder' })
    for (const inner of (await readdir(root)).sort()) yield* pack(join(root, inner), `${name}/${inner}`)
  } else if (found.isFile()) {
    yield line({ ...said, is: 'file', bytes: found.size })
    yield* exactly(root, found.size)
  }
}

const line = (packed: Packed): Buffer => Buffer.from(`${JSON.stringify(packed)}\n`)

async function* exactly(path: string, size: number): AsyncGenerator<Buffer> {
  let read = 0
  for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    read += bytes.length
    yield bytes
  }
  if (read !== size) throw new BackupTrouble(`${basename(path)} changed its size while it was sealed. Take it again.`)
}

/** Lays everything out below an empty folder again. Folders get their mode last: one may be kept from writing into. */
export async function unpack(packed: AsyncIterable<Buffer>, folder: string): Promise<void> {
  const from = new Reading(packed)
  const folders: Packed[] = []
  for (let head = await from.line(); head !== undefined; head = await from.line()) {
    const one = JSON.parse(head) as Packed
    const path = below(folder, one.path)
    if (one.is === 'link') await symlink(one.to ?? '', path)
    else if (one.is === 'folder') {
      await mkdir(path, { mode: 0o700 })
      folders.push(one)
    } else await writeFile(path, one, from)
  }
  for (const one of folders.toReversed()) await asItWas(below(folder, one.path), one)
}

function below(folder: string, path: string): string {
  if (path.startsWith('/') || normalize(path).split('/').includes('..'))
    throw new BackupTrouble('This copy names a place outside of itself. Nothing of it is used.')
  return join(folder, path)
}

async function writeFile(path: string, one: Packed, from: Reading): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const bytes of from.bytes(one.bytes ?? 0)) await file.writeFile(bytes)
  } finally {
    await file.close()
  }
  await asItWas(path, one)
}

async function asItWas(path: string, { mode, changed }: Packed): Promise<void> {
  await chmod(path, mode)
  await utimes(path, changed, changed)
}

/** Lines and counted bytes out of one stream. */
class Reading {
  readonly #from: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(from: AsyncIterable<Buffer>) {
    this.#from = from[Symbol.asyncIterator]()
  }

  /** Undefined at the end. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf(10)
      if (end >= 0) return this.#taken(end + 1).toString()
      if (!(await this.#more())) {
        if (this.#held.length > 0) throw new BackupTrouble('This copy ends in the middle of a name.')
        return undefined
      }
    }
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) throw new BackupTrouble('This copy ends inside a file.')
      const piece = this.#taken(Math.min(left, this.#held.length))
      left -= piece.length
      yield piece
    }
  }

  #taken(count: number): Buffer {
    const taken = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(count)
    return taken
  }

  async #more(): Promise<boolean> {
    const next = await this.#from.next()
    if (next.done === true) return false
    this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, next.value]) : next.value
    return true
  }
}
