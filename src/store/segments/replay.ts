import { decodeFrame, frameBytes, type LogRecord, type Place } from './frame.ts'
import type { LogFile, LogFiles } from './log-files.ts'
import { headBytes, nameOf, readHead, segmentNumbers } from './segment.ts'

/** How far what was accepted is applied: everything before it is. */
export interface Position {
  segment: number
  offset: number
}

const chunkBytes = 1024 * 1024
const mostFrameBytes = 64 * 1024 * 1024

/**
 * Every whole record from a position on, in the order it was written. A torn or damaged frame ends its segment: whatever stood
 * behind it was never answered 2xx, since an answer waits for the sync of everything before it.
 */
export async function* recordsFrom(
  files: LogFiles,
  from: Position | undefined,
): AsyncGenerator<{ record: LogRecord; place: Place }> {
  const numbers = (await segmentNumbers(files)).filter(number => number >= (from?.segment ?? 0))
  for (const [i, number] of numbers.entries()) {
    const file = await files.open(nameOf(number)).catch(() => undefined)
    if (!file) continue
    try {
      if (!(await readHead(file, number))) continue
      const until = await endTold(files, number, numbers[i + 1])
      const start = number === from?.segment ? Math.max(from.offset, headBytes) : headBytes
      yield* framesOf(file, number, start, until)
    } finally {
      await file.close()
    }
  }
}

/** Where the next segment's head says that this one ends. */
async function endTold(files: LogFiles, number: number, next: number | undefined): Promise<number> {
  if (next !== number + 1) return Infinity
  const file = await files.open(nameOf(next)).catch(() => undefined)
  if (!file) return Infinity
  try {
    return (await readHead(file, next))?.endOfBefore ?? Infinity
  } finally {
    await file.close()
  }
}

async function* framesOf(file: LogFile, segment: number, start: number, until: number) {
  let chunk: Buffer = Buffer.alloc(0)
  let chunkAt = start
  for (let offset = start; offset < until; ) {
    const wanted = frameBytes(chunk, offset - chunkAt, mostFrameBytes) ?? 0
    if (wanted === 0 || offset - chunkAt + wanted > chunk.length) {
      chunk = await file.read(offset, Math.max(chunkBytes, wanted))
      chunkAt = offset
    }
    const bytes = frameBytes(chunk, offset - chunkAt, mostFrameBytes)
    if (bytes === undefined || offset - chunkAt + bytes > chunk.length || offset + bytes > until) return
    const record = decodeFrame(chunk.subarray(offset - chunkAt, offset - chunkAt + bytes), segment)
    if (!record) return
    yield { record, place: { segment, offset, bytes } }
    offset += bytes
  }
}
