import type { Entry } from '../../incident/entry.ts'
import { entrySentence } from '../../incident/entry-sentence.ts'
import type { Sentence, Telling } from '../../incident/sentence.ts'

export interface ToldEntry {
  entry: Entry
  sentence: Sentence
}

/** Either one entry, or several in a row that only machines made. */
export type Told = ToldEntry | { machines: ToldEntry[] }

const foldFrom = 3

/** The timeline as it is read: what machines did in a row is one line that opens. */
export function tellEntries(entries: readonly Entry[], telling: Telling): Told[] {
  const told: Told[] = []
  let row: ToldEntry[] = []
  const endRow = () => {
    told.push(...(row.length >= foldFrom ? [{ machines: row }] : row))
    row = []
  }
  for (const entry of entries) {
    const sentence = entrySentence(entry, telling)
    if (sentence.weight === 'machine') row.push({ entry, sentence })
    else {
      endRow()
      told.push({ entry, sentence })
    }
  }
  endRow()
  return told
}
