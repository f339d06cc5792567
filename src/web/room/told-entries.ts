import type { Entry } from '../../incident/entry.ts'
import { entrySentence } from '../../incident/entry-sentence.ts'
import type { EventType } from '../../incident/events.ts'
import type { Piece, Sentence, Telling } from '../../incident/sentence.ts'

export interface ToldEntry {
  entry: Entry
  sentence: Sentence
}

/** Either one entry, or several in a row that only machines made. */
export type Told = ToldEntry | { machines: ToldEntry[] }

export type Show = 'all' | 'decisions' | 'people' | 'machines'

const foldFrom = 3

/** Its sentence says how the thing stands by now; every other sentence stays as it was first said. */
const saidAnew = new Set<EventType>(['Objected', 'CauseConfirmed', 'SuggestionOpen', 'TakeOverAnnounced', 'LeadNagged'])

/**
 * Tells a timeline that grows: what was told before stays the same object, so that what shows it need not be drawn again.
 * Only what is new is told, until a name changes or the timeline is another one.
 */
export function teller(): (entries: readonly Entry[], telling: Telling) => readonly ToldEntry[] {
  let before: { told: ToldEntry[]; nameOf?: Telling['nameOf'] } = { told: [] }
  return (entries, telling) => {
    const { told } = before
    const goesOn =
      telling.nameOf === before.nameOf &&
      told.length <= entries.length &&
      told[0]?.entry === entries[0] &&
      told.at(-1)?.entry === entries[told.length - 1]
    const now = entries.map((entry, i) => {
      const was = told[i]
      if (goesOn && was && !saidAnew.has(entry.type)) return was
      return sameOr({ entry, sentence: entrySentence(entry, telling) }, was)
    })
    before = { told: now, nameOf: telling.nameOf }
    return now
  }
}

function sameOr(now: ToldEntry, was: ToldEntry | undefined): ToldEntry {
  if (was?.entry !== now.entry) return now
  return JSON.stringify(was.sentence) === JSON.stringify(now.sentence) ? was : now
}

/** The timeline as it is read: what machines did in a row is one line that opens. */
export function foldMachines(told: readonly ToldEntry[]): Told[] {
  const rows: Told[] = []
  let row: ToldEntry[] = []
  const endRow = () => {
    rows.push(...(row.length >= foldFrom ? [{ machines: row }] : row))
    row = []
  }
  for (const one of told) {
    if (one.sentence.weight === 'machine') row.push(one)
    else {
      endRow()
      rows.push(one)
    }
  }
  endRow()
  return rows
}

/** What is looked for stands unfolded: nothing found hides behind a line that opens. That a recording is held fast is read under machines. */
export function shown(told: readonly ToldEntry[], show: Show, find: string): Told[] {
  const words = find.trim().toLowerCase()
  if (show === 'all' && !words) return foldMachines(told.filter(one => one.entry.type !== 'RecordingAnchored'))
  return told.filter(one => isOf(one, show) && (!words || saidText(one.sentence.says).toLowerCase().includes(words)))
}

function isOf({ entry, sentence: { weight } }: ToldEntry, show: Show): boolean {
  if (show === 'decisions') return weight === 'decision' || weight === 'need'
  if (show === 'people') return entry.by.kind === 'person'
  return show === 'all' || weight === 'machine'
}

/** A sentence as plain text; its times are left to whoever knows the reader's zone. */
export const saidText = (pieces: readonly Piece[]): string =>
  pieces.map(piece => (typeof piece === 'string' ? piece : Object.values(piece).join(''))).join('')

export const isMachines = (one: Told): one is { machines: ToldEntry[] } => 'machines' in one
