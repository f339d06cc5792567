/** Where a value stands in a line; `isText` for one in quotes, which are no part of it. */
export interface Member {
  from: number
  to: number
  isText: boolean
}

const quote = 34
const backslash = 92

/** The value of a key of the outermost object, found without reading the others. */
export function memberOf(bytes: Uint8Array, from: number, to: number, key: Uint8Array): Member | undefined {
  let depth = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte === 123 || byte === 91) depth++
    else if (byte === 125 || byte === 93) depth--
    else if (byte === quote) {
      const end = endOfText(bytes, at + 1, to)
      const colon = afterBlanks(bytes, end + 1, to)
      if (depth === 1 && bytes[colon] === 58 && colon < to && isKey(bytes, at + 1, end, key))
        return valueAt(bytes, afterBlanks(bytes, colon + 1, to), to)
      at = end
    }
  }
  return undefined
}

function valueAt(bytes: Uint8Array, from: number, to: number): Member {
  if (bytes[from] === quote) return { from: from + 1, to: endOfText(bytes, from + 1, to), isText: true }
  let end = from
  while (end < to && bytes[end] !== 44 && bytes[end] !== 125) end++
  return { from, to: end, isText: false }
}

/** The quote that ends a text, or the end of the line. */
function endOfText(bytes: Uint8Array, at: number, to: number): number {
  while (at < to && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return Math.min(at, to)
}

function afterBlanks(bytes: Uint8Array, at: number, to: number): number {
  while (at < to && (bytes[at] === 32 || bytes[at] === 9)) at++
  return at
}

function isKey(bytes: Uint8Array, from: number, to: number, key: Uint8Array): boolean {
  if (to - from !== key.length) return false
  for (let n = 0; n < key.length; n++) if (bytes[from + n] !== key[n]) return false
  return true
}

/** The value of `key=` in a line of `key=value` pairs. */
export function pairOf(bytes: Uint8Array, from: number, to: number, key: Uint8Array): Member | undefined {
  for (let at = from; at < to; ) {
    at = afterBlanks(bytes, at, to)
    let equals = at
    while (equals < to && bytes[equals] !== 61 && bytes[equals] !== 32) equals++
    const value = pairValue(bytes, equals, to)
    if (isKey(bytes, at, equals, key)) return value
    at = value.to + (value.isText ? 1 : 0)
    if (at <= equals) at = equals + 1
  }
  return undefined
}

function pairValue(bytes: Uint8Array, equals: number, to: number): Member {
  if (bytes[equals] !== 61) return { from: equals, to: equals, isText: false }
  if (bytes[equals + 1] === quote) return { from: equals + 2, to: endOfText(bytes, equals + 2, to), isText: true }
  let end = equals + 1
  while (end < to && bytes[end] !== 32) end++
  return { from: equals + 1, to: end, isText: false }
}
