import type { Print } from '../../incident/prints.ts'
import { countOf } from './fingerprint.ts'

/** Table by table, as whoever judges a copy compares them. */
export const printsOf = (found: ReadonlyMap<string, string>): Print[] =>
  [...found].map(([name, print]) => ({ name, count: countOf(print), print }))
