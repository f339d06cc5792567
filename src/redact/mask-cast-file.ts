import { longestFirst } from './mask.ts'
import { type CastEvent, maskCast } from './mask-cast.ts'

/**
 * A whole asciicast v3 file with the secrets starred out, byte for byte as long as before, so that whoever goes on writing
 * it goes on at the right place: a line that got shorter is filled up with blanks after its JSON. `all` stars every output.
 */
export function maskCastFile(file: string, secrets: readonly string[], all = false): string {
  const [header = '', ...lines] = file.split('\n')
  const events = lines.map(parse)
  const known = events.filter(event => event !== undefined)
  const masked = all ? known.map(starred) : maskCast(known, secrets)
  let next = 0
  const written = lines.map((line, i) => {
    if (!events[i]) return asLong(line, all && line.trim() !== '' ? '' : stars(line, secrets))
    const event = masked[next++]
    const before = JSON.stringify(events[i])
    // An event that says what it said before is left byte for byte as it was written.
    return !event || JSON.stringify(event) === before ? line : asLong(line, JSON.stringify(event))
  })
  return [asLong(header, stars(header, secrets)), ...written].join('\n')
}

function parse(line: string): CastEvent | undefined {
  try {
    const event: unknown = JSON.parse(line)
    return Array.isArray(event) && typeof event[1] === 'string' && typeof event[2] === 'string'
      ? (event as CastEvent)
      : undefined
  } catch {
    return undefined
  }
}

/** Line breaks stay, so that the picture keeps its lines; every other character is a star. */
const starred = ([wait, code, data]: CastEvent): CastEvent => [
  wait,
  code,
  code === 'r' || code === 'x' ? data : data.replace(/[^\r\n]/g, '*'),
]

const stars = (text: string, secrets: readonly string[]): string =>
  longestFirst(secrets).reduce((said, secret) => said.replaceAll(secret, '*'.repeat(secret.length)), text)

const bytes = (text: string): number => new TextEncoder().encode(text).length

/** Padded with blanks to the old line's bytes; a star is never longer than what it stands for. */
const asLong = (before: string, after: string): string => after + ' '.repeat(Math.max(0, bytes(before) - bytes(after)))
