import { oneToOne } from './bytes-text.ts'
import type { Format } from './format.ts'
import { memberOf, pairOf } from './members.ts'
import { type TimeSense, timeIn } from './time-stamp.ts'

const looksAt = 120
const seconds = /\d\d:\d\d:\d\d|(?:^|\D)1\d{9}(?!\d)/

/**
 * When each line was written, in milliseconds since 1970. Lines of one second have one time: most of a log's lines have the second of the line
 * before, and a time is read anew only where it differs.
 */
export function clockOfLines({ is, time }: Format, sense: TimeSense | undefined) {
  const key = new TextEncoder().encode(time ?? '')
  const find = is === 'json' ? memberOf : is === 'pairs' ? pairOf : undefined
  const last = new Uint8Array(looksAt)
  let length = 0
  let at: number | undefined

  const read = (bytes: Uint8Array, from: number, to: number): number | undefined => {
    if (length > 0 && isSame(bytes, from, to, last, length)) return at
    const text = oneToOne(bytes, from, Math.min(to, from + looksAt))
    at = timeIn(text, sense as TimeSense)
    const second = at === undefined ? null : seconds.exec(text)
    length = second ? second.index + second[0].length : 0
    last.set(bytes.subarray(from, from + length))
    return at
  }
  return (bytes: Uint8Array, from: number, to: number): number | undefined => {
    if (!sense) return undefined
    if (!find) return read(bytes, from, to)
    const member = time === undefined ? undefined : find(bytes, from, to, key)
    return member && read(bytes, member.from, member.to)
  }
}

function isSame(bytes: Uint8Array, from: number, to: number, last: Uint8Array, length: number): boolean {
  if (to - from < length) return false
  for (let n = 0; n < length; n++) if (bytes[from + n] !== last[n]) return false
  return true
}
