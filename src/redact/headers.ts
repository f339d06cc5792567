import { alnum, base64, plain, web, word } from './letters.ts'
import { isMachineMade } from './machine-made.ts'
import { namedAt, noValue } from './named-value.ts'
import { type Find, isBoundary, type Opening, type Scan } from './scan.ts'

const scheme = /^(bearer|basic|token|digest|negotiate|apikey|aws4-hmac-sha256)\s{1,4}/i

/** `Authorization: Basic …`, as a header, in JSON, or behind `-H`. */
const authorization: Find = (scan, at) => {
  const value = namedAt(scan.text, at + 'authorization'.length)
  if (!value || value.separator === '>' || value.separator === ',' || value.tail !== '') return at
  const from = value.at + (scheme.exec(scan.text.slice(value.at, value.at + 24))?.[0].length ?? 0)
  const to = scan.runEnd(plain, from)
  if (noValue.test(scan.text.slice(from, to))) return at
  return hide(scan, at, from, to, from === value.at ? 12 : 6)
}

/** `Bearer …` without its header: only what a machine made. */
const bearer: Find = (scan, at) => {
  const from = at + 'bearer '.length
  const to = scan.runEnd(plain, from)
  return isMachineMade(scan.text.slice(from, to), 16) ? hide(scan, at, from, to, 16) : at
}

/** Shorter ones are settings: a language, a theme. */
const leastOfCookie = 8

/** Each value of a cookie; its names and its path stay. */
const cookie: Find = (scan, at) => {
  const header = /^cookie["']{0,2}\s{0,2}[:=]\s{0,4}["']?/i.exec(scan.text.slice(at, at + 20))
  if (!header) return at
  let next = at + header[0].length
  let last = at
  for (let pair = pairAt(scan, next); pair; pair = pairAt(scan, next)) {
    if (!attributes.has(pair.name) && pair.to - pair.from >= leastOfCookie) scan.found(pair.from, (last = pair.to))
    next = pair.next
  }
  return last
}

const attributes = new Set('path domain expires max-age samesite version'.split(' '))

function pairAt({ text, runEnd }: Scan, from: number) {
  const ends = runEnd(word, from)
  if (ends === from || text[ends] !== '=') return text[ends] === '.' ? dottedPair(text, runEnd, ends) : undefined
  const to = runEnd(plain, ends + 1)
  const next = text[to] === ';' ? to + 1 + (text[to + 1] === ' ' ? 1 : 0) : text.length
  return { name: text.slice(from, ends).toLowerCase(), from: ends + 1, to, next }
}

/** `connect.sid=…` */
function dottedPair(text: string, runEnd: Scan['runEnd'], dot: number) {
  const ends = runEnd(word, dot + 1)
  if (text[ends] !== '=') return undefined
  const to = runEnd(plain, ends + 1)
  return { name: '', from: ends + 1, to, next: text[to] === ';' ? to + 2 : text.length }
}

const mostOfAuthority = 600

/** `https://user:password@host`, and a token that stands there alone. */
const address: Find = (scan, at) => {
  const from = at + 3
  const most = Math.min(scan.text.length, from + mostOfAuthority)
  let colon = 0
  let to = 0
  for (let place = from; place < most && !endsAuthority(scan.text.charCodeAt(place)); place++) {
    const letter = scan.text.charCodeAt(place)
    // A query follows a host, or a host and its port; in a password these stand too.
    if ((letter === 0x3f || letter === 0x23) && !isPassword(scan.text, colon, place)) break
    if (letter === 0x3a && colon === 0) colon = place
    if (letter === 0x40) to = place
  }
  if (to === 0) return at
  if (colon > 0 && colon < to) return hide(scan, at, colon + 1, to, 1)
  return isMachineMade(scan.text.slice(from, to), 16) ? hide(scan, at, from, to, 16) : at
}

const isPassword = (text: string, colon: number, to: number): boolean =>
  colon > 0 && /\D/.test(text.slice(colon + 1, to))

const endsAuthority = (letter: number): boolean =>
  letter <= 0x20 || letter === 0x2f || letter === 0x22 || letter === 0x27 || letter === 0x3c || letter === 0x3e

/** A JSON web token: three parts of base64 with dots between, five when it is encrypted; the last may be empty. */
const webToken: Find = (scan, at) => {
  if (!isBoundary(scan.text, at)) return at
  const head = scan.runEnd(web, at)
  const body = scan.runEnd(web, head + 1)
  const isSigned = scan.text.startsWith('.ey', head) || scan.text.startsWith('eyJ', at)
  if (head - at < 11 || scan.text[head] !== '.' || body - head < 8 || scan.text[body] !== '.' || !isSigned) return at
  let to = scan.runEnd(web, body + 1)
  while (scan.text[to] === '.' && scan.runEnd(web, to + 1) > to + 8) to = scan.runEnd(web, to + 1)
  to = body + 1 + lengthBeforeEscape(scan.text.slice(body + 1, to))
  while (scan.text[to] === '=') to++
  scan.found(at, to)
  return to
}

/** A backslash that escapes a quote or the end of the line is no part of it. */
function lengthBeforeEscape(text: string): number {
  const escape = text.search(/\\([nrt]|$)/)
  return escape < 0 ? text.length : escape
}

/** The same in base64 once more. */
const wrappedWebToken: Find = (scan, at) => {
  const to = scan.runEnd(base64, at)
  return isBoundary(scan.text, at) ? hide(scan, at, at, to, 60) : at
}

const signature: Find = (scan, at) => {
  const from = at + 4
  const isQuery = at > 0 && '?&'.includes(scan.text.charAt(at - 1))
  return isQuery ? hide(scan, at, from, scan.runEnd(plain, from), 16) : at
}

const session: Find = (scan, at) => {
  const from = scan.text.indexOf('=', at) + 1
  const isNamed = from > 0 && from - at <= 18
  return isNamed ? hide(scan, at, from, scan.runEnd(alnum, from), 16) : at
}

function hide(scan: Scan, at: number, from: number, to: number, least: number): number {
  if (to - from < least) return at
  scan.found(from, to)
  return to
}

export const headers: readonly Opening[] = [
  { says: 'authorization', isAnyCase: true, find: authorization },
  { says: 'bearer ', isAnyCase: true, find: bearer },
  { says: 'cookie', isAnyCase: true, find: cookie },
  { says: '://', find: address },
  { says: 'ey', find: webToken },
  { says: 'ZXlK', find: wrappedWebToken },
  { says: 'sig=', find: signature },
  { says: 'JSESSIONID', find: session },
  { says: 'PHPSESSID', find: session },
  { says: '_gitlab_session', find: session },
]
