import { mkdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type DiskRoom, watchDiskRoom } from './disk-room.ts'
import type { LogRecord, Place } from './frame.ts'
import { type LogFiles, logFilesIn } from './log-files.ts'
import { type Position, recordsFrom } from './replay.ts'
import { segmentNumbers } from './segment.ts'
import { openSpares } from './spares.ts'
import { type SegmentWriter, segmentWriter } from './writer.ts'

export interface SegmentOptions {
  folder: string
  files?: LogFiles
  segmentBytes: number
  reserveBytes: number
}

/** The files of a log, open: what was found in them, and the way to put more there. */
export interface Segments {
  files: LogFiles
  writer: SegmentWriter
  room: DiskRoom
  /** What waits from before, in the order it was written. */
  found: { record: LogRecord; place: Place }[]
  /** Every segment before this one, less the one that is written, is needed no more. */
  forgetBefore(number: number): Promise<void>
  stop(): Promise<void>
}

/** Each start begins a segment of its own, so that nothing is ever written behind what a crash tore. */
export async function openSegments(options: SegmentOptions, applied: Position | undefined): Promise<Segments> {
  const files = options.files ?? (await logFilesIn(options.folder))
  const found = []
  for await (const one of recordsFrom(files, applied)) found.push(one)
  const before = await segmentNumbers(files)
  const spares = await openSpares(files, options.segmentBytes)
  const first = Math.max(applied?.segment ?? 0, before.at(-1) ?? 0) + 1
  const writer = segmentWriter({ files, spares, segmentBytes: options.segmentBytes, first })
  const room = await watchDiskRoom(files, options.reserveBytes, () => writer.open())
  await room.look()
  await writer.open().catch((error: unknown) => room.failed(error))
  let forgotten = 0
  let forgetting = Promise.resolve()
  const giveBackBefore = async (end: number) => {
    for (const number of await segmentNumbers(files)) if (number < end) await spares.giveBack(number)
  }
  return {
    files,
    writer,
    room,
    found,
    forgetBefore(number) {
      const end = Math.min(number, writer.current())
      if (end > forgotten) forgetting = forgetting.catch(() => {}).then(() => giveBackBefore(end))
      forgotten = Math.max(forgotten, end)
      return forgetting
    },
    async stop() {
      await room.stop()
      await writer.stop()
    },
  }
}

/** The log's own name in the database, whatever folder it is moved to: made once. */
export async function logId(folder: string, makeId: () => string): Promise<string> {
  const path = join(folder, 'id')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const id = makeId()
    const handle = await open(path, 'w', 0o600)
    await handle.writeFile(`${id}\n`)
    await handle.sync()
    await handle.close()
    return id
  }
}

export const segmentsFolder = (dataDir: string): string => join(dataDir, 'accepted')
