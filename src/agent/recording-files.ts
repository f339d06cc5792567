import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A recording next to its shell, in files of 4 MiB that go as soon as the server has stored them. While a disk takes nothing more
 * its lines are kept in memory: they travel as before, and are lost only if the shell's keeper ends first.
 */
export interface RecordingFiles {
  /** Whole lines. Never throws: see `trouble`. */
  append(lines: Buffer): void
  /** Whole lines from byte `from` on, at most so many bytes of them; empty when there is none. */
  read(from: number, most: number): Buffer
  size(): number
  /** The first byte that is still here. */
  begins(): number
  /** What is in memory alone is written, where the disk takes it again. */
  tryAgain(): void
  /** Bytes that no disk has and the server has not stored. */
  inMemory(): number
  /** Why the disk takes nothing, while it does. */
  trouble(): NodeJS.ErrnoException | undefined
  /** The server has stored it up to here. */
  stored(offset: number): void
  /** What is written is on the disk when this returns. */
  sync(): void
  /** The same, not waited for; what could not be written may be tried again. */
  syncSoon(): void
  close(): void
}

export interface PlacedIn {
  folder: string
  mostBytesOfFile?: number
  /** Of tests: a disk that refuses. */
  write?: typeof writeSync
}

interface Part {
  base: number
  size: number
  file?: { path: string; fd: number }
  kept: Buffer[]
}

const newline = 10
/** Small, for what is in memory is put together when it is read. */
const mostBytesInMemoryPart = 256 * 1024

export function recordingFiles({
  folder,
  mostBytesOfFile = 4 * 1024 * 1024,
  write = writeSync,
}: PlacedIn): RecordingFiles {
  let parts: Part[] = []
  let trouble: NodeJS.ErrnoException | undefined
  let mayTryAgain = false
  const recent = recentLines()
  const size = () => (parts.at(-1)?.base ?? 0) + (parts.at(-1)?.size ?? 0)
  const attempt = (work: () => void): boolean => {
    try {
      work()
      return true
    } catch (error) {
      trouble = error as NodeJS.ErrnoException
      return false
    }
  }
  const begin = (onDisk: boolean): Part => {
    const part: Part = { base: size(), size: 0, kept: [] }
    const path = join(folder, `recording.${part.base}.cast`)
    if (onDisk) attempt(() => (part.file = { path, fd: openSync(path, 'wx+', 0o600) }))
    parts.push(part)
    return part
  }
  const current = (): Part => {
    const last = parts.at(-1)
    const onDisk = !trouble || mayTryAgain
    mayTryAgain = false
    const isFull = last && last.size >= (last.file ? mostBytesOfFile : mostBytesInMemoryPart)
    return last && !isFull && Boolean(last.file) === onDisk ? last : begin(onDisk)
  }
  const end = ({ file }: Part) => {
    if (!file) return
    closeSync(file.fd)
    rmSync(file.path, { force: true })
  }
  const toDisk = (part: Part) => {
    const path = join(folder, `recording.${part.base}.cast`)
    const file = { path, fd: openSync(path, 'wx+', 0o600) }
    try {
      writeWhole(file.fd, Buffer.concat(part.kept), 0, write)
    } catch (error) {
      closeSync(file.fd)
      rmSync(path, { force: true })
      throw error
    }
    part.file = file
    part.kept = []
  }
  const written = (part: Part, lines: Buffer): boolean => {
    const { file } = part
    if (!file || !attempt(() => writeWhole(file.fd, lines, part.size, write))) return false
    trouble = undefined
    part.size += lines.length
    return true
  }
  return {
    append(lines) {
      recent.add(size(), lines)
      const part = current()
      if (written(part, lines)) return
      if (part.file && part.size === 0) end(parts.pop() as Part)
      keepIn(part.file ? begin(false) : part, lines)
    },
    read(from, most) {
      const lately = recent.read(from, most)
      if (lately) return lately
      const part = parts.findLast(one => one.base <= from)
      if (!part || from >= part.base + part.size) return Buffer.alloc(0)
      const at = from - part.base
      const bytes = Math.min(most, part.size - at)
      const read = part.file ? readAt(part.file.fd, at, bytes) : Buffer.concat(part.kept).subarray(at, at + bytes)
      return read.subarray(0, read.lastIndexOf(newline) + 1)
    },
    tryAgain() {
      if (attempt(() => parts.filter(part => !part.file && part.size > 0).forEach(toDisk))) trouble = undefined
    },
    size,
    begins: () => parts[0]?.base ?? 0,
    inMemory: () => parts.reduce((sum, part) => sum + (part.file ? 0 : part.size), 0),
    trouble: () => trouble,
    stored(offset) {
      const last = parts.at(-1)
      const isDone = (part: Part) => part !== last && part.base + part.size <= offset
      parts.filter(isDone).forEach(end)
      parts = parts.filter(part => !isDone(part))
    },
    sync() {
      const file = parts.at(-1)?.file
      if (file) attempt(() => fdatasyncSync(file.fd))
    },
    syncSoon() {
      mayTryAgain = true
      const file = parts.at(-1)?.file
      if (file && !trouble) fdatasync(file.fd, error => error && (trouble = error))
    },
    close: () => parts.forEach(({ file }) => file && closeSync(file.fd)),
  }
}

const mostRecentBytes = 64 * 1024

/** What was written last: it is sent from here, and not read back from a disk. */
function recentLines() {
  let base = 0
  let lines: Buffer[] = []
  let bytes = 0
  return {
    add(at: number, more: Buffer) {
      if (bytes + more.length > mostRecentBytes || lines.length === 0) [base, lines, bytes] = [at, [], 0]
      lines.push(more)
      bytes += more.length
    },
    /** Nothing when the rest from there on is not here, or is too much. */
    read(from: number, most: number): Buffer | undefined {
      if (from < base || from >= base + bytes || base + bytes - from > most) return undefined
      const last = lines.at(-1) as Buffer
      if (from === base + bytes - last.length) return last
      return Buffer.concat(lines).subarray(from - base)
    },
  }
}

function keepIn(part: Part, lines: Buffer): void {
  part.kept.push(lines)
  part.size += lines.length
}

/** All of it, or nothing: a line that is torn would be no line. */
function writeWhole(fd: number, lines: Buffer, at: number, write: typeof writeSync): void {
  try {
    for (let done = 0; done < lines.length; ) done += write(fd, lines, done, lines.length - done, at + done)
  } catch (error) {
    ftruncateSync(fd, at)
    throw error
  }
}

function readAt(fd: number, at: number, bytes: number): Buffer {
  const read = Buffer.alloc(bytes)
  return read.subarray(0, readSync(fd, read, 0, bytes, at))
}
