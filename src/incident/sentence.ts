import type { Entry, EntryOf } from './entry.ts'
import type { EventType } from './events.ts'
import type { Incident } from './incident.ts'

/** A piece of a sentence. Times are for whoever shows it to put into the reader's zone; a ref is `E3` or `C1`. */
export type Piece = string | { strong: string } | { code: string } | { ref: string } | { time: string }

/** What happened, as one sentence, with its weight: what was decided, what people did, what machines did, what needs somebody now. */
export interface Sentence {
  weight: 'decision' | 'people' | 'machine' | 'need'
  icon: SentenceIcon
  says: Piece[]
}

export type SentenceIcon =
  | 'ask'
  | 'bell'
  | 'book'
  | 'call'
  | 'check'
  | 'clip'
  | 'done'
  | 'eye'
  | 'flag'
  | 'horn'
  | 'idea'
  | 'key'
  | 'lock'
  | 'mail'
  | 'pencil'
  | 'people'
  | 'stack'
  | 'stop'
  | 'term'
  | 'undo'
  | 'x'

/** What a sentence may look up: names, and the things as they are by now. */
export interface Telling {
  nameOf(person: string): string
  is: Incident
}

export type SentenceBy<T extends EventType> = {
  [K in T]: (entry: EntryOf<K>, telling: Telling) => Sentence
}

export const strong = (text: string): Piece => ({ strong: text })
export const code = (text: string): Piece => ({ code: text })
export const ref = (text: string): Piece => ({ ref: text })
export const time = (at: string): Piece => ({ time: at })

/** Who did it, as the subject of its sentence. */
export const doer = (entry: Entry): Piece => strong(entry.by.name)

/** `, because` only where there is one. */
export const said = (before: string, text: string | undefined): Piece[] => (text ? [before, text] : [])

/** The short reference of a thing, by its id. */
export function refOf(list: readonly { id: string; ref: string }[], id: string): Piece {
  const found = list.find(thing => thing.id === id)
  return found ? ref(found.ref) : 'something that is gone'
}

export const decision = (icon: SentenceIcon, ...says: Piece[]): Sentence => ({ weight: 'decision', icon, says })
export const people = (icon: SentenceIcon, ...says: Piece[]): Sentence => ({ weight: 'people', icon, says })
export const machine = (icon: SentenceIcon, ...says: Piece[]): Sentence => ({ weight: 'machine', icon, says })
export const need = (icon: SentenceIcon, ...says: Piece[]): Sentence => ({ weight: 'need', icon, says })

/** 1 alert, 2 alerts. */
export const count = (n: number, thing: string, things = `${thing}s`): string => `${n} ${n === 1 ? thing : things}`
