import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import type { Statement } from './schema.ts'

/** The first line of a copy: everything but rows. */
export interface CopyHead {
  fireline: 'copy'
  /** 2: its fingerprints say their form. 1 is read as well. */
  v: 1 | 2
  server: string
  before: Statement[]
  tables: CopiedTable[]
  after: Statement[]
  notCopied: readonly string[]
}

export interface CopiedTable {
  schema: string
  table: string
  columns: string[]
}

/** The last line: without it a copy is not whole. `sha256` is of every byte before this line. */
export interface CopyEnd {
  end: true
  fingerprints: string[]
  sha256: string
}

/** A copy is one text file: a line of JSON, each table's rows as COPY writes them up to `\.`, and a line of JSON. */
export class CopyWriter {
  readonly #file: FileHandle
  readonly #hash: Hash = createHash('sha256')
  #pending: Buffer[] = []
  #size = 0
  bytes = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** The file is new and only its owner's. */
  static async to(path: string): Promise<CopyWriter> {
    return new CopyWriter(await open(path, 'wx', 0o600))
  }

  /** A promise when enough has gathered to be written out. */
  add(bytes: Buffer): Promise<void> | undefined {
    this.#pending.push(bytes)
    this.#size += bytes.length
    return this.#size >= 1 << 20 ? this.#flush() : undefined
  }

  async line(value: object | string): Promise<void> {
    await this.add(Buffer.from(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`))
  }

  /** On disk for good; returns the sha256 of the whole file. */
  async end(fingerprints: string[]): Promise<string> {
    await this.#flush()
    const end: CopyEnd = { end: true, fingerprints, sha256: this.#hash.copy().digest('hex') }
    await this.line(end)
    await this.#flush()
    await this.#file.sync()
    await this.#file.close()
    return this.#hash.digest('hex')
  }

  async abandon(): Promise<void> {
    await this.#file.close().catch(() => {})
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending)
    this.#pending = []
    this.#size = 0
    this.#hash.update(bytes)
    this.bytes += bytes.length
    await this.#file.writeFile(bytes)
  }
}

/** Reads a copy front to back, and believes nothing: what is missing, cut or altered is trouble, said. */
export class CopyReader {
  readonly #hash = createHash('sha256')
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(path: string) {
    this.#chunks = createReadStream(path, { highWaterMark: 1 << 20 })[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async firstLine(): Promise<unknown> {
    const line = await this.#line()
    return line && asJson(line)
  }

  async head(): Promise<CopyHead> {
    const head = (await this.firstLine()) as Partial<CopyHead> | undefined
    if (head?.fireline !== 'copy' || !head.tables || !head.before || !head.after)
      throw new BackupTrouble('This file is not a copy that Fireline made, or its first line is damaged.')
    if (head.v !== 1 && head.v !== 2)
      throw new BackupTrouble(`This copy has the form ${head.v}; this Fireline reads 1 and 2.`)
    return head as CopyHead
  }

  /** One table's rows, as they go into COPY … FROM STDIN. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const stop = endOfRows(this.#rest)
      const upTo = stop ?? this.#rest.lastIndexOf(10) + 1
      const part = this.#take(upTo)
      if (part.length > 0) yield part
      if (stop !== undefined) {
        this.#take(3)
        return
      }
      if (!(await this.#more())) throw new BackupTrouble('This copy is cut off: it ends in the middle of its rows.')
    }
  }

  /** The end, and that every byte before it is as it was written. */
  async end(): Promise<CopyEnd> {
    const soFar = this.#hash.copy()
    const line = await this.#line()
    const end = line && (asJson(line) as Partial<CopyEnd> | undefined)
    if (end?.end !== true || !end.fingerprints || this.#rest.length > 0)
      throw new BackupTrouble('This copy is cut off or was added to: its last line is not where it belongs.')
    if (soFar.digest('hex') !== end.sha256)
      throw new BackupTrouble('This copy was altered or damaged: it is not what was written (sha256 differs).')
    return end as CopyEnd
  }

  /** sha256 of all that was read. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  async #line(): Promise<Buffer | undefined> {
    for (;;) {
      const at = this.#rest.indexOf(10)
      if (at >= 0) return this.#take(at + 1).subarray(0, at)
      if (!(await this.#more())) return undefined
    }
  }

  #take(length: number): Buffer {
    const part = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(length)
    this.#hash.update(part)
    return part
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#chunks.next()
    if (done) return false
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value])
    return true
  }
}

/** Where the line `\.` begins, when it is whole in here. A row never reads so: COPY doubles its backslashes. */
function endOfRows(bytes: Buffer): number | undefined {
  if (bytes.subarray(0, 3).equals(endMark)) return 0
  const at = bytes.indexOf('\n\\.\n')
  return at < 0 ? undefined : at + 1
}

const endMark = Buffer.from('\\.\n')

function asJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'))
  } catch {
    return undefined
  }
}
