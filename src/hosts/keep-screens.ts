import type { Desk } from '../engine/desk.ts'
import { reason } from '../engine/log.ts'
import { keepScreen, redactionsOf, screenBefore } from '../store/recording-screens.ts'
import { type Recording, readRecording, recordingOf } from '../store/recordings.ts'
import { safeCastLines } from '../terminal/safe-output.ts'
import { type Screen, screenOf } from './screen.ts'

/**
 * A screen is kept after so many bytes of a recording, not after so much time: bytes are what a seek costs, and an hour in which
 * little was shown is gone through in a moment (decisions/0071).
 */
export const keptEachBytes = 2 * 1024 * 1024
/** Given to the screen at once: others' screens are parsed in the same thread. */
const atOnceBytes = 64 * 1024
const newline = 10

const making = new WeakMap<Desk, Set<string>>()

/** Makes what screens are missing of a recording, behind everybody's backs; once at a time, and on from the last that is there. */
export function keepScreens(desk: Desk, recording: Pick<Recording, 'id' | 'incident'>): void {
  const under = making.get(desk) ?? new Set<string>()
  making.set(desk, under)
  if (under.has(recording.id)) return
  under.add(recording.id)
  makeScreens(desk, recording)
    .catch((error: unknown) =>
      desk.log.info('screens of a recording could not be kept', { recording: recording.id, reason: reason(error) }),
    )
    .finally(() => under.delete(recording.id))
}

/** The shell of this terminal has ended: whoever replays it soon finds them there. */
export async function keepScreensOf(desk: Desk, terminal: string): Promise<void> {
  const recording = await recordingOf(desk.db, terminal).catch(() => undefined)
  if (recording && recording.stored >= 2 * keptEachBytes) keepScreens(desk, recording)
}

export async function makeScreens(
  desk: Pick<Desk, 'db'>,
  recording: Pick<Recording, 'id' | 'incident'>,
  eachBytes = keptEachBytes,
): Promise<void> {
  const redactions = await redactionsOf(desk.db, recording.incident)
  const last = await screenBefore(desk.db, recording.id, Number.MAX_SAFE_INTEGER)
  const screen = screenOf(last?.cols ?? 80, last?.rows ?? 24)
  try {
    if (last) screen.replace(last.data)
    const show = shower(screen, last?.at ?? 0)
    let keptAt = last?.at ?? 0
    for await (const part of readRecording(desk.db, recording.id, keptAt)) {
      const at = await show(part)
      // Where a line is torn no screen is kept: the next of these goes on at the beginning of a line.
      if (at === undefined || at - keptAt < eachBytes) continue
      const { cols, rows, data } = await screen.snapshot()
      if (!(await keepScreen(desk.db, recording, redactions, { at, cols, rows, data }))) return
      keptAt = at
    }
  } finally {
    screen.end()
  }
}

/** Shows parts of a recording one after the other; says how far it is, or nothing in the middle of a line. */
function shower(screen: Screen, from: number): (part: Buffer) => Promise<number | undefined> {
  const read = safeCastLines()
  const drawn = drawnTo(screen)
  let at = from
  let torn: Buffer = Buffer.alloc(0)
  return async part => {
    torn = Buffer.concat([torn, part])
    for (let end = endOfLines(torn); end > 0; end = endOfLines(torn)) {
      let isWritten = false
      at += end
      for (const line of torn.subarray(0, end).toString().split('\n')) {
        const said = read(line)
        if (said.kind === 'size') screen.resize(said.cols, said.rows)
        if (said.kind !== 'output') continue
        screen.write(said.data, at)
        isWritten = true
      }
      torn = torn.subarray(end)
      if (isWritten) await drawn(at)
    }
    return torn.length === 0 ? at : undefined
  }
}

/** After the last line that ends within a piece, or after the first where it is longer; 0 where none ends. */
function endOfLines(torn: Buffer): number {
  const within = torn.lastIndexOf(newline, atOnceBytes) + 1
  return within > 0 ? within : torn.indexOf(newline) + 1
}

function drawnTo(screen: Screen): (offset: number) => Promise<void> {
  let waits: { offset: number; done(): void } | undefined
  screen.onPosition(offset => {
    if (waits && offset >= waits.offset) waits.done()
  })
  return offset =>
    new Promise(done => {
      waits = { offset, done }
      if (screen.position() >= offset) done()
    })
}
