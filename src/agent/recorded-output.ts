import type { CastNote } from '../terminal/cast-note.ts'
import { escapeReader, type Piece } from '../terminal/escapes.ts'
import { safeForWatchers } from '../terminal/safe-for-watchers.ts'
import type { CastWriter } from './cast-writer.ts'
import { shellMarks } from './shell-marks.ts'

/** Turns what the shell prints into its recording; returns what the screen at the machine itself may show. */
export interface RecordedOutput {
  /** `own` keeps what only the owner's terminal should hear (its title, questions to it); never the shell's marks. */
  heard(chunk: string): { own: string; safe: string }
  /** There is no room for more, `why` in the words of a note: of each moment only the newest is recorded, and what is left out is counted. */
  thin(why: Why | undefined): void
  /** The end of a moment, while it is thin. */
  moment(): void
}

export type Why = 'line' | { disk: string }

/** Characters of the newest of a moment: a screen or two, so that what is typed is seen there too. */
const mostOfMoment = 8 * 1024
const esc = '\u001b'

export function recordedOutput(
  cast: CastWriter,
  nonce: string,
  person: () => string | undefined,
  heardPiece: (piece: Piece) => void = () => {},
): RecordedOutput {
  const reader = escapeReader()
  const marks = shellMarks(nonce)
  let why: Why | undefined
  let pending: string[] = []
  let kept = 0
  let leftOut = 0
  const record = () => {
    if (leftOut > 0 && why) cast.note(gap(why, leftOut))
    cast.output(pending)
    pending = []
    leftOut = kept = 0
  }
  const keepNewest = () => {
    while (kept > mostOfMoment) {
      const oldest = pending.shift() ?? ''
      const rest = oldest.startsWith(esc) ? '' : oldest.slice(Math.min(oldest.length, kept - mostOfMoment))
      if (rest !== '') pending.unshift(rest)
      kept -= oldest.length - rest.length
      leftOut += Buffer.byteLength(oldest) - Buffer.byteLength(rest)
    }
  }
  const mark = (body: string) => {
    record()
    const now = { at: new Date(), ms: performance.now(), offset: cast.size(), person: person() }
    const told = marks.heard(body, now)
    if (told && 'started' in told) cast.marker(`$ ${told.started}`.slice(0, 500))
    if (told && 'ran' in told) cast.note({ ran: told.ran })
  }
  return {
    heard(chunk) {
      let own = ''
      let safe = ''
      for (const piece of reader.read(chunk)) {
        heardPiece(piece)
        if (piece.kind === 'osc' && piece.body.startsWith('633;')) {
          mark(piece.body)
          continue
        }
        const text = safeForWatchers(piece)
        own += piece.text
        safe += text
        if (text !== '') pending.push(text)
        kept += text.length
      }
      if (why) keepNewest()
      else record()
      return { own, safe }
    },
    thin(now) {
      if (!now && why) record()
      why = now
    },
    moment: record,
  }
}

const gap = (why: Why, bytes: number): CastNote =>
  why === 'line' ? { gap: { bytes } } : { unrecorded: { bytes, why: why.disk } }
