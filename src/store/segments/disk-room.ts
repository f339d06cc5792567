import { setTimeout as pause } from 'node:timers/promises'
import type { LogFiles } from './log-files.ts'

/** Whether there is room to keep more, looked at each second and before anything is lost. */
export interface DiskRoom {
  /** What is wrong with the disk; nothing while all is well. */
  trouble(): string | undefined
  /** Looks now. */
  look(): Promise<void>
  /** A write or a sync failed: closed until `mend` succeeds. */
  failed(error: unknown): void
  stop(): Promise<void>
}

const reserve = 'reserve'

/**
 * Keeps a file in reserve. With less than twice its length free nothing more is taken; when that is nearly gone too, the reserve is
 * given up, so that what was taken can be applied, rooms stay readable, and the database can end in order. It comes back by itself.
 */
export async function watchDiskRoom(
  files: LogFiles,
  reserveBytes: number,
  mend: () => Promise<void>,
  everyMs = 1_000,
): Promise<DiskRoom> {
  const stopping = new AbortController()
  let hasReserve = (await files.list()).includes(reserve)
  let full: string | undefined
  let broken: string | undefined
  const room = async () => {
    const free = await files.freeBytes()
    const isTight = free < 2 * reserveBytes
    full = isTight
      ? `less than ${Math.round((2 * reserveBytes) / 1_048_576)} MB are free in the data folder`
      : undefined
    if (hasReserve && free < reserveBytes / 4) {
      await files.remove(reserve)
      hasReserve = false
    } else if (!hasReserve && free >= 3 * reserveBytes) {
      await files.make(reserve, reserveBytes)
      hasReserve = true
    }
  }
  const look = async () => {
    try {
      await room()
      if (broken !== undefined && full === undefined) await mend()
      broken = undefined
    } catch (error) {
      broken = reasonOf(error)
    }
  }
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await look()
      await pause(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const watching = watch()
  return {
    trouble: () => broken ?? full,
    look,
    failed: error => {
      broken = reasonOf(error)
    },
    async stop() {
      stopping.abort()
      await watching
    },
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
