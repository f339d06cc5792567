import { base64 } from './letters.ts'
import type { Find, Opening, Scan } from './scan.ts'

const header = /^-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----/i
const endings = ['-----END', 'KEY-----', 'KEY BLOCK-----', '-----end', 'key-----']
const mostOfKey = 20_000

/** Everything between the two lines of a private key; of one that was cut, all that may belong to it. */
const privateKey: Find = (scan, at) => {
  const begins = header.exec(scan.text.slice(at, at + 140))?.[0].length
  if (begins === undefined) return at
  const from = at + begins
  const to = endOfKey(scan, from)
  if (to > from) scan.found(from, to)
  return Math.max(to, from)
}

function endOfKey({ text }: Scan, from: number): number {
  const piece = text.slice(from, from + mostOfKey)
  for (const ending of endings) {
    const length = piece.indexOf(ending)
    if (length >= 0) return from + length
  }
  return from + (/^[\w+/=\s\\:,.-]*/.exec(piece)?.[0].length ?? 0)
}

const mostBeforeOption = 2_000
const mostOfWord = 500
const option = /^(?:-u|--(?:proxy-)?user)(?:=|(?:[ \t]|\\t){0,5})/

/** `curl -u user:password`: both, for a token is written as either. */
const curlUser: Find = (scan, at) => {
  if (scan.seen.curl < 0 || at - scan.seen.curl > mostBeforeOption) return at
  const begins = scan.text.indexOf('-', at)
  const given = option.exec(scan.text.slice(begins, begins + 28))
  if (!given) return at
  const from = begins + given[0].length
  const to = endOfWord(scan.text, from)
  const said = scan.text.slice(from, to)
  if (said.length < 4 || !said.includes(':') || said.includes('://') || said.startsWith('+')) return at
  scan.found(from, to)
  return to
}

/** As a shell reads it: quotes may hold blanks. */
function endOfWord(text: string, from: number): number {
  let quote = ''
  for (let at = from; at < text.length && at - from < mostOfWord; at++) {
    const letter = text.charAt(at)
    if (letter === '\n' || letter === '\r') return at
    if (quote === '' && (letter === ' ' || letter === '\t')) return at
    if (letter === quote) quote = ''
    else if (quote === '' && (letter === '"' || letter === "'")) quote = letter
  }
  return Math.min(text.length, from + mostOfWord)
}

const mostBetween = 4_000
const mostOfData = 32_000

/** `kind: Secret` of Kubernetes, before its data or behind it. */
const secretKind: Find = (scan, at) => {
  if (!/^kind["'\\]{0,3}:[ \t]{0,40}["'\\]{0,2}secret\b/i.test(scan.text.slice(at, at + 64))) return at
  scan.seen.secretKind = at
  if (scan.seen.data >= 0 && at - scan.seen.data < mostBetween) hideData(scan, scan.seen.data, at)
  return at
}

const data: Find = (scan, at) => {
  if (!/^data["'\\]{0,3}:/i.test(scan.text.slice(at, at + 8))) return at
  scan.seen.data = at
  if (scan.seen.secretKind >= 0 && at - scan.seen.secretKind < mostBetween) hideData(scan, at, dataEnd(scan.text, at))
  return at
}

function dataEnd(text: string, from: number): number {
  const piece = text.slice(from, from + mostOfData)
  const end = piece.search(/\n---|\bkind["'\\]{0,3}:/)
  return from + (end < 0 ? piece.length : end)
}

const plainFields = new Set(
  'name namespace uid kind type apiVersion resourceVersion creationTimestamp generateName'.split(' '),
)

/** Each value in base64 behind a name; what the metadata says stays. */
function hideData(scan: Scan, begins: number, until: number): void {
  const from = Math.max(begins + 5, scan.seen.looked)
  for (
    let colon = scan.text.indexOf(':', from);
    colon >= 0 && colon < until;
    colon = scan.text.indexOf(':', colon + 1)
  ) {
    const name = /[\w.-]{1,100}(?=["'\\]{0,3}$)/.exec(scan.text.slice(Math.max(from, colon - 110), colon))?.[0]
    if (!name || plainFields.has(name)) continue
    const value =
      colon + 1 + (/^(?:[\s"'\\]|\||>[-+]?){0,48}/.exec(scan.text.slice(colon + 1, colon + 64))?.[0].length ?? 0)
    if (scan.text.startsWith('{{', value)) hideTemplate(scan, value)
    const ends = scan.runEnd(base64, value)
    let to = ends
    while (scan.text[to] === '=') to++
    const isWhole = to > ends || to >= scan.text.length || /[\s"'\\,}]/.test(scan.text.charAt(to))
    if (ends - value >= 8 && isWhole) scan.found(value, to)
  }
  scan.seen.looked = Math.max(until, scan.seen.looked)
}

function hideTemplate(scan: Scan, from: number): void {
  const length = scan.text.slice(from, from + 200).indexOf('}}')
  if (length > 0) scan.found(from, from + length + 2)
}

const curl: Find = (scan, at) => {
  scan.seen.curl = at
  return at
}

export const writtenOut: readonly Opening[] = [
  { says: '-----begin', isAnyCase: true, find: privateKey },
  { says: 'curl', find: curl },
  { says: ' -u', find: curlUser },
  { says: '\n-u', find: curlUser },
  { says: '\t-u', find: curlUser },
  { says: '\r-u', find: curlUser },
  { says: '\\n-u', find: curlUser },
  { says: '\\r-u', find: curlUser },
  { says: '\\t-u', find: curlUser },
  { says: '--user', find: curlUser },
  { says: '--proxy-user', find: curlUser },
  { says: 'kind', isAnyCase: true, find: secretKind },
  { says: 'data', isAnyCase: true, find: data },
]
