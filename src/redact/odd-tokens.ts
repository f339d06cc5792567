import { base64, digit, dotted, word } from './letters.ts'
import { type Find, isBoundary, type Opening, type Scan } from './scan.ts'

/** Services' access keys: `sc_` or `authress_`, then four parts with dots between, the third beginning with `acc`. */
const accessKey: Find = (scan, at) => {
  const begins = scan.text.indexOf('_', at) + 1
  const end = scan.runEnd(dotted, begins)
  const isOne =
    end - begins >= 20 && /^[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-]/i.test(scan.text.slice(begins, begins + 46))
  if (!isOne || !isBoundary(scan.text, at)) return at
  const to = restOf(scan, end)
  scan.found(at, to)
  return to
}

const restOf = (scan: Scan, from: number): number => {
  let to = from
  for (let more = scan.runEnd(base64, to); more > to || scan.text[to] === '='; more = scan.runEnd(base64, to))
    to = scan.text[more] === '=' ? more + 1 : more
  return Math.max(from, scan.runEnd(dotted, to))
}

/** Azure's client secrets: three letters and a digit, then `Q~` and at least 31 more. */
const clientSecret: Find = (scan, at) => {
  if (at < 4 || !isBoundary(scan.text, at - 4) || !/^[\w~.-]{3}\d$/.test(scan.text.slice(at - 4, at))) return at
  let to = scan.runEnd(dotted, at + 2)
  while (scan.text[to] === '~') to = scan.runEnd(dotted, to + 1)
  if (to - at < 33) return at
  scan.found(at - 4, to)
  return to
}

/** Facebook's access of an app: its number, a stroke (in addresses `%7C`), and 27 letters or more. */
const appAccess: Find = (scan, at) => {
  const stroke = at + 3
  if (scan.text[stroke] !== '|' && scan.text[stroke] !== '%') return at
  const from = [15, 16].map(digits => stroke - digits).find(begin => begin >= 0 && isBoundary(scan.text, begin))
  if (from === undefined || scan.runEnd(digit, from) !== stroke) return at
  const to = scan.runEnd(word, stroke + 1)
  if (to - stroke < 28) return at
  scan.found(from, to)
  return to
}

/** Tokens that no row of parts describes. */
export const oddTokens: readonly Opening[] = [
  { says: 'Q~', find: clientSecret },
  { says: '000/', isAnyCase: true, find: appAccess },
  ...['sc_', 'ext_', 'scauth_', 'authress_'].map(says => ({ says, find: accessKey })),
]
