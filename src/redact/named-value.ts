import { isMachineMade, isUuid } from './machine-made.ts'
import { isOf, ofName, plain, wide, word } from './letters.ts'
import type { Find, Scan } from './scan.ts'

/** What stands behind a name: the rest of the name, what separates, where its value begins and the quote around it. */
interface Named {
  tail: string
  separator: string
  at: number
  quote: string
  /** An empty pair of quotes stood there: what follows belongs to something else. */
  isEmpty: boolean
}

const mostOfTail = 48
const mostBetween = 14
const separators = [':::=', '::=', ':=', '=>', '||', '?=', '=', ':', '>', ',']

/** `name-tail" : "value`, in a file of settings, JSON, YAML, XML, a shell or a sentence. */
export function namedAt(text: string, from: number): Named | undefined {
  let at = from
  while (at - from < mostOfTail && (isOf(ofName, text.charCodeAt(at)) || text.startsWith('\\t', at))) at++
  const tail = text.slice(from, at).trimEnd()
  at = past(text, at, `\\"'\` ]`)
  const separator = separators.find(one => text.startsWith(one, at))
  if (separator === undefined) return undefined
  const value = past(text, at + separator.length, '\\"\'`= \t')
  const before = text[value - 1] ?? ''
  const isEmpty = /(["'])\1\s*$/.test(text.slice(at + separator.length, value))
  return { tail, separator, at: value, quote: '"\'`'.includes(before) ? before : '', isEmpty }
}

function past(text: string, from: number, letters: string): number {
  let at = from
  while (at - from < mostBetween && at < text.length && letters.includes(text.charAt(at))) at++
  return at
}

/** Names whose machine-made value is no secret, but a fact. */
const noSecret =
  /\sdata$|trace|span|commit|digest|sha\d|checksum|finger|version|revision|request|expir|count|name|path|file|host|class|size|time/i
const named = /key|token|secret|passw|auth|cred/i

/** Values of a vendor that are known to look so, though they hardly look drawn by chance. */
export interface Looks {
  hasUuids?: boolean
  like?: RegExp
}

/** Behind a vendor's name: only what a machine made, and a UUID only where that vendor's keys are such, or it is named a key. */
export const vendorValue =
  ({ hasUuids = false, like }: Looks): Find =>
  (scan, at) => {
    const value = namedAt(scan.text, scan.text[at] === ',' ? at + 1 : at) ?? namedAt(scan.text, at)
    if (!value || noSecret.test(value.tail)) return at
    const end = trimmed(scan.text, value.at, scan.runEnd(wide, value.at))
    const text = scan.text.slice(value.at, end)
    const isSecret = isUuid(text) ? hasUuids || named.test(value.tail) : isMachineMade(text, 14) || like?.test(text)
    return isSecret ? found(scan, value.at, end) : at
  }

/** What is written there and is no secret: that it is none, or where it comes from. */
export const noValue =
  /^(token|true|false|null|none|nil|undefined|yes|no|required|missing|invalid|expired|incorrect|wrong|empty|changed|encrypted|hidden|unset|string|redacted|\[redacted\]|\*+|x+|%[sdv]|\$\{[\w.:-]+\}?|\$\([^)]*|\$[A-Z_][A-Z0-9_]*\\?|\{\{[^}]*|<[\w -]+>)[.)\]}]*$/i

/** What a program calls its own tokens: an object with its address in memory. */
const anObject = /^([A-Z]\w*\{|[\w$]+(\.[\w$]+)+@[0-9a-f]{1,8}$)/

/** Behind `password`, `token` and the like: whatever stands there; where more came between, what is quoted or machine-made. */
export const credentialValue =
  (says: string): Find =>
  (scan, at) => {
    const isOption = scan.text[at] === ' ' || scan.text[at] === '\t'
    if (isOption && isLongOption(scan.text, at - says.length)) return found(scan, ...unquoted(scan, at + 1))
    const value = namedAt(scan.text, at)
    if (!value) return attribute(scan, at)
    if (value.isEmpty && value.tail === '' && (value.quote === '' || !isOf(word, scan.text.charCodeAt(value.at))))
      return at
    const [from, to] = value.quote === '' ? unquoted(scan, value.at) : quoted(scan, value)
    const text = scan.text.slice(from, to)
    if (noValue.test(text) || (says === 'pwd' && /^[/~]/.test(text))) return at
    if (says === 'token' && anObject.test(text)) return at
    const isPlain =
      value.tail === '' && (value.separator === '=' || value.separator.startsWith(':') || value.separator === '=>')
    const isSecret = isPlain ? text.length >= 4 : isSecretBehind(scan, says, value, text)
    return isSecret ? found(scan, from, to) : at
  }

function isSecretBehind(scan: Scan, says: string, value: Named, text: string): boolean {
  const isElement = value.separator === '>' && value.tail === '' && scan.text.charAt(value.at + text.length) === '<'
  if (isElement) return text.length >= 4
  // `secrets: shop-db-6wl6b` names them.
  if (noSecret.test(value.tail) || (value.tail === 's' && text.includes('-'))) return false
  const isQuoted = value.quote !== '' && says.startsWith('pass') && /^[\w=-]{8,}$/.test(text)
  return isQuoted || (!/[/:]/.test(text.slice(0, 1)) && isMachineMade(text, 10))
}

/** `<add key="Password" value="…" />` */
function attribute(scan: Scan, at: number): number {
  const gap = /^\\?["']\s{0,8}value\s{0,2}=\s{0,2}\\?(["'])/i.exec(scan.text.slice(at, at + 28))
  if (!gap) return at
  const from = at + gap[0].length
  const to = scan.text.slice(from, from + 500).search(gap[1] === '"' ? /["\r\n]/ : /['\r\n]/)
  return to >= 4 ? found(scan, from, from + to) : at
}

function isLongOption(text: string, from: number): boolean {
  let at = from - 1
  while (at > 0 && from - at < 24 && isOf(ofName, text.charCodeAt(at)) && text[at] !== ' ') at--
  return text.startsWith(' --', at) || (at === 0 && text.startsWith('--'))
}

const unquoted = (scan: Scan, from: number): [from: number, to: number] => {
  const isBracket = scan.text[from] === '['
  const to = trimmed(scan.text, from, Math.min(scan.runEnd(plain, from), from + 4_000))
  return [isBracket ? from + 1 : from, isBracket ? trimmedOf(scan.text, from, to, ']') : to]
}

/** Up to the quote that ends it on this line; where none does, as if there was none. */
function quoted(scan: Scan, { at, quote }: Named): [from: number, to: number] {
  const rest = scan.text.slice(at, at + 500)
  const length = rest.search(quote === '"' ? /["\r\n]/ : quote === "'" ? /['\r\n]/ : /[`\r\n]/)
  if (length < 0 || rest[length] !== quote) return unquoted(scan, at)
  return [at, rest[length - 1] === '\\' ? at + length - 1 : at + length]
}

const trimmedOf = (text: string, from: number, to: number, letters: string): number => {
  let end = to
  while (end > from && letters.includes(text.charAt(end - 1))) end--
  return end
}
const trimmed = (text: string, from: number, to: number): number => trimmedOf(text, from, to, '.:|\\)}]')

function found(scan: Scan, from: number, to: number): number {
  if (to - from < 4) return from
  scan.found(from, to)
  return to
}
