import type { CastNote } from '../terminal/cast-note.ts'
import type { CastWriter } from './cast-writer.ts'

/** Output on its way into the recording, where there may be no room for all of it. */
export interface ThinOutput {
  output(pieces: readonly string[]): void
  because(why: Why | undefined): void
  /** The end of a moment. */
  moment(): void
}

/** The server has not stored what there is; it comes faster than anybody reads; or in the words of a disk. */
export type Why = 'line' | 'flood' | { disk: string }

/** Of a moment so much is recorded as it comes, so that what is typed is seen at once; then the newest, a screen or two, in characters. */
const atOnce = 4 * 1024
const newest = 8 * 1024
const esc = '\u001b'
const setsMode = new RegExp(`^${esc}\\[(\\?[\\d;]*|[\\d;]*)([hlr])$`)

/**
 * While it is thin, of each moment its beginning and its newest are recorded, and what is left out is counted in a note: at once,
 * then each time that it has doubled, and at the end. Modes of the terminal that were left out are set all the same.
 */
export function thinOutput(cast: Pick<CastWriter, 'output' | 'note'>): ThinOutput {
  let why: Why | undefined
  let pending: string[] = []
  let modes = new Map<string, string>()
  let length = 0
  let spent = 0
  let leftOut = 0
  let noteFrom = 1
  const record = () => {
    if (why && leftOut >= noteFrom) note()
    spent += length
    if (length > 0) cast.output([...modes.values(), ...pending])
    pending = []
    modes = new Map()
    length = 0
  }
  const note = () => {
    if (why && leftOut > 0) cast.note(noteOf(why, leftOut))
    noteFrom = leftOut * 2
    leftOut = 0
  }
  const leaveOut = () => {
    while (length > newest) {
      const oldest = pending.shift() ?? ''
      const rest = oldest.startsWith(esc) ? '' : oldest.slice(Math.min(oldest.length, length - newest))
      if (rest !== '') pending.unshift(rest)
      length -= oldest.length - rest.length
      leftOut += Buffer.byteLength(oldest) - Buffer.byteLength(rest)
      keepMode(modes, oldest)
    }
  }
  return {
    output(pieces) {
      for (const piece of pieces) {
        pending.push(piece)
        length += piece.length
      }
      if (why && spent + length > atOnce) leaveOut()
      else record()
    },
    because(now) {
      if (!now && why) {
        record()
        note()
        noteFrom = 1
      }
      why = now
    },
    moment() {
      record()
      spent = 0
    },
  }
}

/** The last word on each mode, in the order of the last words. */
function keepMode(modes: Map<string, string>, piece: string): void {
  const [, which, what] = setsMode.exec(piece) ?? []
  if (which === undefined || what === undefined) return
  const name = what === 'r' ? 'r' : which
  modes.delete(name)
  modes.set(name, piece)
}

function noteOf(why: Why, bytes: number): CastNote {
  if (typeof why === 'object') return { unrecorded: { bytes, why: why.disk } }
  return { gap: { bytes, ...(why === 'flood' && { why }) } }
}
