import { decodeFrame, type LogRecord, type Place } from './frame.ts'
import type { LogFile, LogFiles } from './log-files.ts'
import { nameOf } from './segment.ts'

const mostAtOnce = 4 * 1024 * 1024

/** The records at these places, neighbours in one read; undefined for one that is damaged. */
export async function readRecords(files: LogFiles, places: readonly Place[]): Promise<(LogRecord | undefined)[]> {
  const opened = new Map<number, LogFile>()
  const open = async (segment: number) => {
    const file = opened.get(segment) ?? (await files.open(nameOf(segment)))
    opened.set(segment, file)
    return file
  }
  try {
    const records: (LogRecord | undefined)[] = []
    for (const run of neighbours(places)) {
      const [first, last] = [run[0] as Place, run.at(-1) as Place]
      const file = await open(first.segment)
      const bytes = await file.read(first.offset, last.offset + last.bytes - first.offset)
      for (const { segment, offset, bytes: length } of run) {
        const frame = bytes.subarray(offset - first.offset, offset - first.offset + length)
        records.push(frame.length === length ? decodeFrame(frame, segment) : undefined)
      }
    }
    return records
  } finally {
    for (const file of opened.values()) await file.close()
  }
}

function neighbours(places: readonly Place[]): Place[][] {
  const runs: Place[][] = []
  for (const place of places) {
    const run = runs.at(-1)
    const [first, last] = [run?.[0], run?.at(-1)]
    const isNext = first && last && last.segment === place.segment && last.offset + last.bytes === place.offset
    if (run && isNext && place.offset + place.bytes - first.offset <= mostAtOnce) run.push(place)
    else runs.push([place])
  }
  return runs
}
