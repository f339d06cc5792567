/** One entry of a calendar. Times RFC 3339. */
export interface CalendarEvent {
  id: string
  from: string
  to: string
  title: string
  about?: string
}

/** A calendar by RFC 5545: times in UTC, so that it needs no table of zones; lines end in CRLF and are folded at 75 octets. */
export function writeIcal(name: string, events: readonly CalendarEvent[], at: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fireline//On call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...events.flatMap(one => eventLines(one, at)),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

/** It does not make anybody busy: who is on call may still be asked to lunch. */
const eventLines = ({ id, from, to, title, about }: CalendarEvent, at: string): string[] => [
  'BEGIN:VEVENT',
  `UID:${escaped(id)}`,
  `DTSTAMP:${utc(at)}`,
  `DTSTART:${utc(from)}`,
  `DTEND:${utc(to)}`,
  `SUMMARY:${escaped(title)}`,
  ...(about ? [`DESCRIPTION:${escaped(about)}`] : []),
  'TRANSP:TRANSPARENT',
  'END:VEVENT',
]

const utc = (at: string): string => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** Text of RFC 5545 3.3.11; controls would end a line or more. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, sign => `\\${sign}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, '')

const mostOctets = 75

/** A line that is too long goes on in the next, behind a space; no character is cut in two. */
function folded(line: string): string {
  let [text, octets] = ['', 0]
  for (const sign of line) {
    const size = octetsOf(sign)
    if (octets + size > mostOctets) {
      text += '\r\n '
      octets = 1
    }
    text += sign
    octets += size
  }
  return text
}

function octetsOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
