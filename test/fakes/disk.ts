import type { Random } from '../../src/drill/random.ts'
import type { LogFile, LogFiles } from '../../src/store/segments/log-files.ts'

/** A disk in memory that tells what was asked of it, fails when it is told to, and loses what was not synced when its power is cut. */
export interface FakeDisk extends LogFiles {
  /** What was asked, in order: `write 0000000001.segment`, `sync …`. */
  asked: string[]
  /** The next of these fails. */
  failNext?: 'write' | 'sync' | 'make'
  free: number
  /** The disk as it is after a power cut: of each write that was not synced all, a part or nothing arrived. */
  afterPowerCut(random: Random): FakeDisk
}

interface Contents {
  synced: Buffer
  now: Buffer
}

export function fakeDisk(contents = new Map<string, Contents>()): FakeDisk {
  const disk: FakeDisk = {
    asked: [],
    free: 1_000_000_000,
    list: async () => [...contents.keys()],
    open: async name => {
      const file = contents.get(name)
      if (!file) throw Object.assign(new Error(`no ${name}`), { code: 'ENOENT' })
      return fileOf(disk, name, file)
    },
    async make(name, bytes) {
      mayFail(disk, 'make')
      contents.set(name, { synced: Buffer.alloc(bytes), now: Buffer.alloc(bytes) })
    },
    async rename(from, to) {
      const file = contents.get(from)
      if (!file) throw new Error(`no ${from}`)
      contents.delete(from)
      contents.set(to, file)
    },
    remove: async name => void contents.delete(name),
    freeBytes: async () => disk.free,
    afterPowerCut: random => fakeDisk(new Map([...contents].map(([name, file]) => [name, cut(file, random)]))),
  }
  return disk
}

function mayFail(disk: FakeDisk, what: FakeDisk['failNext']): void {
  if (disk.failNext !== what) return
  disk.failNext = undefined
  throw Object.assign(new Error(`${what}: input/output error`), { code: 'EIO' })
}

function fileOf(disk: FakeDisk, name: string, file: Contents): LogFile {
  return {
    async write(chunks, at) {
      disk.asked.push(`write ${name}`)
      Buffer.concat(chunks).copy(file.now, at)
      mayFail(disk, 'write')
    },
    read: async (at, bytes) => Buffer.from(file.now.subarray(at, at + bytes)),
    async sync() {
      disk.asked.push(`sync ${name}`)
      mayFail(disk, 'sync')
      file.synced = Buffer.from(file.now)
    },
    close: async () => {},
  }
}

/** Sectors of 512 bytes arrive whole or not at all, in any order. */
function cut({ synced, now }: Contents, random: Random): Contents {
  const after = Buffer.from(synced)
  for (let at = 0; at < now.length; at += 512) if (random() < 0.5) now.copy(after, at, at, at + 512)
  return { synced: after, now: Buffer.from(after) }
}
