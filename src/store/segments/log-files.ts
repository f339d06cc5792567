import { type FileHandle, mkdir, open, readdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of the log. Every promise rejects when the disk did not do it; a short write is no write. */
export interface LogFile {
  write(chunks: readonly Buffer[], at: number): Promise<void>
  /** Fewer bytes where the file ends. */
  read(at: number, bytes: number): Promise<Buffer>
  /** Resolves once everything written before is on the disk (fdatasync). */
  sync(): Promise<void>
  close(): Promise<void>
}

/** The disk as the log sees it: a port, so that a test can count its syncs and let them fail. */
export interface LogFiles {
  list(): Promise<string[]>
  open(name: string): Promise<LogFile>
  /** A file of so many zeros, on the disk with its name. A half-made one does not stay. */
  make(name: string, bytes: number): Promise<void>
  rename(from: string, to: string): Promise<void>
  remove(name: string): Promise<void>
  freeBytes(): Promise<number>
}

const chunkBytes = 1024 * 1024

export async function logFilesIn(folder: string): Promise<LogFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    list: () => readdir(folder),
    open: async name => logFile(await open(join(folder, name), 'r+')),
    async make(name, bytes) {
      const path = join(folder, name)
      try {
        await fillWithZeros(path, bytes)
        await syncFolder(folder)
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    async rename(from, to) {
      await rename(join(folder, from), join(folder, to))
      await syncFolder(folder)
    },
    remove: name => rm(join(folder, name), { force: true }),
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
  }
}

function logFile(handle: FileHandle): LogFile {
  return {
    async write(chunks, at) {
      const { bytesWritten } = await handle.writev(chunks, at)
      const wanted = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      if (bytesWritten !== wanted) throw new Error(`wrote ${bytesWritten} of ${wanted} bytes`)
    },
    async read(at, bytes) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(bytes), 0, bytes, at)
      return buffer.subarray(0, bytesRead)
    },
    sync: () => handle.datasync(),
    close: () => handle.close(),
  }
}

/** Written, not only claimed: a later write into it needs no new block, so that it cannot fail for want of room. */
async function fillWithZeros(path: string, bytes: number): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    const zeros = Buffer.alloc(Math.min(bytes, chunkBytes))
    for (let at = 0; at < bytes; at += zeros.length)
      await handle.write(zeros, 0, Math.min(zeros.length, bytes - at), at)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
