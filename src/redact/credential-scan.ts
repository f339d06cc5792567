import { headers } from './headers.ts'
import { runsOf } from './letters.ts'
import { oddTokens } from './odd-tokens.ts'
import { codes, type Openings, openingsOf, rows, stands } from './openings.ts'
import type { Scan } from './scan.ts'
import { secretNames } from './secret-names.ts'
import { vendorTokens } from './vendor-tokens.ts'
import { writtenOut } from './written-out.ts'

/** Where a secret stands in a text. */
interface Place {
  from: number
  to: number
}

let openings: Openings | undefined

/**
 * Where credentials of known shape stand, in order, none over another. The text is read once: four letters say whether anything
 * known begins there, and only then is looked closer, never further back than what was read.
 */
export function credentialsIn(text: string): Place[] {
  openings ??= openingsOf([...writtenOut, ...headers, ...vendorTokens, ...oddTokens, ...secretNames])
  const { table, known } = openings
  const places: Place[] = []
  let scan: Scan | undefined
  const { length } = text
  let row = 0
  for (let at = 0; at <= length; at++) {
    const letter = at < length ? text.charCodeAt(at) : 0
    row = ((row << 5) & rows) | (letter < 128 ? (codes[letter] as number) : 0)
    const which = table[row] as number
    if (which === 0 || at < 3) continue
    for (const opening of known[which] ?? []) {
      if (!stands(opening, text, at - 3)) continue
      scan ??= scanOf(text, places)
      const to = opening.find(scan, at - 3)
      if (to <= at) continue
      at = to - 1
      row = 0
      break
    }
  }
  return inOrder(places)
}

function scanOf(text: string, places: Place[]): Scan {
  const seen = { curl: -1, secretKind: -1, data: -1, looked: 0 }
  return { text, runEnd: runsOf(text), found: (from, to) => places.push({ from, to }), seen }
}

function inOrder(places: Place[]): Place[] {
  if (places.length < 2) return places
  const apart: Place[] = []
  for (const place of places.sort((a, b) => a.from - b.from)) {
    const last = apart.at(-1)
    if (last && place.from < last.to) last.to = Math.max(last.to, place.to)
    else apart.push(place)
  }
  return apart
}
