import { oneToOne } from './bytes-text.ts'
import { endOfHead, type Head, learnHead, noHead } from './head.ts'
import { type Member, memberOf, pairOf } from './members.ts'

/**
 * What the lines of a log are: text with a head, objects of JSON, `key=value` pairs, or the requests of a web server. Of the last three, what they say
 * may have a head of its own, as in the files that Docker keeps.
 */
export interface Format {
  is: 'text' | 'json' | 'pairs' | 'requests'
  head: Head
  /** The keys of what is said and of its time. */
  says?: string
  time?: string
}

const nearlyAll = 0.95
const saysKeys = [
  'message',
  'msg',
  'MESSAGE',
  '@message',
  'event',
  'log',
  'text',
  'body',
  'textPayload',
  'short_message',
]
const timeKeys = ['time', 'timestamp', '@timestamp', 'ts', 't', 'date', 'datetime', 'asctime', 'eventTime']

export const bare: Format = { is: 'text', head: noHead }

/** From some of the lines, its first ones. */
export function learnFormat(lines: readonly string[]): Format {
  const some = lines.filter(line => line.trim() !== '').slice(0, 1_000)
  const holds = (test: (line: string) => boolean) =>
    some.length >= 3 && some.filter(test).length >= some.length * nearlyAll
  if (holds(line => line.startsWith('{'))) return withKeys('json', some)
  if (holds(line => (line.match(/(?:^| )[A-Za-z_][\w.]*=/g)?.length ?? 0) >= 3 && /^[A-Za-z_][\w.]*=/.test(line)))
    return withKeys('pairs', some)
  if (holds(line => request.test(line))) return { is: 'requests', head: noHead }
  return { is: 'text', head: learnHead(some) }
}

function withKeys(is: 'json' | 'pairs', lines: readonly string[]): Format {
  const all = lines.map(line => encoder.encode(line))
  const find = is === 'json' ? memberOf : pairOf
  const has = (key: string) => {
    const bytes = encoder.encode(key)
    return all.filter(line => find(line, 0, line.length, bytes)).length >= all.length * 0.8
  }
  const says = saysKeys.find(has)
  if (says === undefined) return { is: 'text', head: noHead }
  const time = timeKeys.find(has)
  const read = readerOf({ is, head: noHead, says })
  const said = all.map(line => {
    const found = read(line, 0, line.length)
    return oneToOne(found.bytes, found.from, found.to)
  })
  return { is, head: learnHead(said), says, ...(time !== undefined && { time }) }
}

/** What a line says; `from` is -1 for a line that belongs to the one before it. */
export interface Said {
  bytes: Uint8Array
  from: number
  to: number
}

const encoder = new TextEncoder()

/** The reader answers with the same object each time. */
export function readerOf({ is, head, says = '' }: Format): (bytes: Uint8Array, from: number, to: number) => Said {
  const said: Said = { bytes: new Uint8Array(0), from: 0, to: 0 }
  const key = encoder.encode(says)
  const set = (bytes: Uint8Array, from: number, to: number): Said => {
    said.bytes = bytes
    said.from = from
    said.to = to
    return said
  }
  if (is === 'text') return (bytes, from, to) => set(bytes, endOfHead(head, bytes, from, to), to)
  if (is === 'requests')
    return (bytes, from, to) => {
      const text = encoder.encode(requestOf(oneToOne(bytes, from, to)))
      return set(text, 0, text.length)
    }
  const find = is === 'json' ? memberOf : pairOf
  return (bytes, from, to) => {
    const member = find(bytes, from, to, key)
    if (!member) return set(bytes, from, to)
    const plain = member.isText ? withoutEscapes(bytes, member) : undefined
    const [text, begin, end] = plain ? [plain, 0, plain.length] : [bytes, member.from, member.to]
    const at = endOfHead(head, text, begin, end)
    return set(text, at < 0 ? begin : at, end)
  }
}

/** Of a text with escapes, what they stand for, up to its first newline; undefined when it has none. */
function withoutEscapes(bytes: Uint8Array, { from, to }: Member): Uint8Array | undefined {
  const escape = bytes.indexOf(92, from)
  if (escape < 0 || escape >= to) return undefined
  const text = oneToOne(bytes, from, to)
    .replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code: string | undefined, one: string | undefined) =>
      code === undefined ? (one === 'n' ? '\n' : one === 't' ? '\t' : (one ?? '')) : readCode(code),
    )
    .split('\n', 1)[0] as string
  return Uint8Array.from(text, one => one.charCodeAt(0))
}

/** One character a byte, as all text here. */
const readCode = (code: string): string => {
  const encoded = encoder.encode(String.fromCharCode(Number.parseInt(code, 16)))
  return String.fromCharCode(...encoded)
}

const request = /^\S+ \S+ \S+ \[[^\]]{10,40}\] "([A-Z]{3,10}) ([^" ]*)[^"]*" (\d{3}) /
const answers: Record<string, string> = {
  '1': 'goes on',
  '2': 'answered',
  '3': 'sent elsewhere',
  '4': 'refused',
  '5': 'failed',
}

/** `GET /cart failed`: what was asked for without what follows `?`, and what came of it. */
function requestOf(line: string): string {
  const [, method = '', path = '', status = ''] = request.exec(line) ?? []
  if (method === '') return line
  return `${method} ${path.split('?', 1)[0]} ${status === '404' ? 'not found' : (answers[status[0] ?? ''] ?? status)}`
}
