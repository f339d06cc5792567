import { encodeFrame, type LogRecord, type Place } from './frame.ts'
import type { LogFiles } from './log-files.ts'
import { beginSegment, headBytes, nameOf, type Segment } from './segment.ts'
import type { Spares } from './spares.ts'

/** Puts records onto the disk. */
export interface SegmentWriter {
  /** Resolves once it is on the disk; rejects when it is not kept. */
  append(record: LogRecord): Promise<Place>
  /** Opens a segment if none is; rejects while the disk does not let it. */
  open(): Promise<void>
  /** The segment that is written to, or will be. Older ones are written no more. */
  current(): number
  stop(): Promise<void>
}

export interface WriterParts {
  files: LogFiles
  spares: Spares
  segmentBytes: number
  /** The number of its first segment. */
  first: number
}

interface Waiting {
  record: LogRecord
  kept(place: Place): void
  failed(error: unknown): void
}

/**
 * One write and one sync are under way at a time; whatever comes meanwhile is the next group, so that many share one sync. After a
 * failed write or sync a segment is never written again: the next one's head says where it ended.
 */
export function segmentWriter({ files, spares, segmentBytes, first }: WriterParts): SegmentWriter {
  let next = first
  let before: number | undefined
  let active: Segment | undefined
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let opening: Promise<Segment> | undefined
  const openNext = async (): Promise<Segment> => {
    const number = next
    // A number is used once, also when the disk does not let it.
    next += 1
    await spares.become(number)
    return beginSegment(files, number, before).catch(async (error: unknown) => {
      await files.remove(nameOf(number)).catch(() => {})
      throw error
    })
  }
  const opened = async (): Promise<Segment> => {
    if (active) return active
    opening ??= openNext().finally(() => {
      opening = undefined
    })
    active = await opening
    return active
  }
  const leave = (segment: Segment) => {
    before = segment.end
    active = undefined
    void segment.file.close().catch(() => {})
  }
  const writeGroup = async (group: Waiting[]): Promise<void> => {
    const segment = await opened()
    const frames = framesThatFit(group, segment, segmentBytes)
    if (frames.length === 0) {
      if (segment.end === headBytes) return group.shift()?.failed(new RangeError('longer than a whole segment'))
      return leave(segment)
    }
    const those = group.splice(0, frames.length)
    try {
      await segment.file.write(frames, segment.end)
      await segment.file.sync()
    } catch (error) {
      leave(segment)
      return those.forEach(one => one.failed(error))
    }
    for (const [i, one] of those.entries()) {
      const bytes = frames[i]?.length ?? 0
      one.kept({ segment: segment.number, offset: segment.end, bytes })
      segment.end += bytes
    }
  }
  const run = async () => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        while (group.length > 0) await writeGroup(group)
      } catch (error) {
        group.forEach(one => one.failed(error))
      }
    }
    running = undefined
  }
  return {
    append(record) {
      const { promise, resolve, reject } = Promise.withResolvers<Place>()
      waiting.push({ record, kept: resolve, failed: reject })
      running ??= new Promise<void>(done => setImmediate(done)).then(run)
      return promise
    },
    open: async () => void (await opened()),
    current: () => active?.number ?? next,
    async stop() {
      await running
      if (active) leave(active)
      await spares.settled()
    },
  }
}

function framesThatFit(group: readonly Waiting[], segment: Segment, segmentBytes: number): Buffer[] {
  const frames: Buffer[] = []
  let end = segment.end
  for (const { record } of group) {
    const frame = encodeFrame(record, segment.number)
    end += frame.length
    if (end > segmentBytes) break
    frames.push(frame)
  }
  return frames
}
