import { escapeReader, type Piece } from '../terminal/escapes.ts'
import { type MarkedAt, type Nonces, shellMarks, type Told } from '../terminal/marks.ts'
import { safeForWatchers } from '../terminal/safe-for-watchers.ts'
import type { CastWriter } from './cast-writer.ts'
import { thinOutput, type Why } from './thin-output.ts'

/** Turns what the shell prints into its recording; returns what the screen at the machine itself may show. */
export interface RecordedOutput {
  /** `own` keeps what only the owner's terminal should hear (its title, questions to it); never the shell's marks. */
  heard(chunk: string): { own: string; safe: string }
  /** There is no room for all of it from now on, or again. */
  thin(why: Why | undefined): void
  /** The end of a moment, while it is thin. */
  moment(): void
  /** Of commands, by marks or from the screen: a marker where one begins, a note where one is over. */
  told(told: readonly Told[]): void
  /** Where what is heard next will stand, and who has the keyboard. */
  place(): MarkedAt
}

export function recordedOutput(
  cast: CastWriter,
  nonces: Nonces,
  person: () => string | undefined,
  heardPiece: (piece: Piece) => void = () => {},
): RecordedOutput {
  const reader = escapeReader()
  const marks = shellMarks(nonces)
  const thin = thinOutput(cast)
  let pieces: string[] = []
  const record = () => {
    thin.output(pieces)
    pieces = []
  }
  const mark = (body: string) => {
    record()
    thin.moment()
    told(marks.heard(body, place()))
  }
  const place = () => ({ at: new Date(), ms: performance.now(), offset: cast.size(), person: person() })
  const told = (all: readonly Told[]) => {
    for (const one of all)
      if ('started' in one) cast.marker(`$ ${one.started}`.slice(0, 500))
      else cast.note(one)
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
        marks.shown(piece.kind === 'text' ? text : '')
        own += piece.text
        safe += text
        if (text !== '') pieces.push(text)
      }
      record()
      return { own, safe }
    },
    thin: thin.because,
    moment: thin.moment,
    told,
    place,
  }
}
