import type { Severity } from '../../incident/severity.ts'
import type { PreviewLine } from './preview.ts'
import { previewSays } from './preview-says.ts'
import { placeCall, withinMs } from './storm.ts'

/** What rang already, by person: times RFC 3339. */
export type RangLately = ReadonlyMap<string, readonly { at: string; severity: Severity }[]>

interface Told {
  ms: number
  severity: Severity
}

/** One message of several pages, as the preview shows it. */
interface Message {
  line: PreviewLine
  atMs: number
  count: number
}

interface Person {
  rang: Told[]
  held: Told[]
  messages: Message[]
}

/** The same lines, but what is beyond the cap comes in one message, when that is due. Asks what a real call is asked. */
export function underTheCap(
  lines: readonly PreviewLine[],
  { severity, at, rang }: { severity: Severity; at: string; rang: RangLately },
): PreviewLine[] {
  const people = new Map<string, Person>()
  const begun = Date.parse(at)
  const personOf = (id: string): Person => {
    const before = (rang.get(id) ?? []).map(one => ({ ms: Date.parse(one.at) - begun, severity: one.severity }))
    const one = people.get(id) ?? { rang: before, held: [], messages: [] }
    people.set(id, one)
    return one
  }
  const stay = lines.filter(line => {
    if (typeof line.who === 'string' || line.over === undefined) return true
    return isRung(personOf(line.who.id), line, severity, begun)
  })
  const together = [...people.values()].flatMap(one => one.messages.map(shown))
  return [...stay, ...together].sort((one, other) => one.atMs - other.atMs)
}

function isRung(person: Person, line: PreviewLine, severity: Severity, begun: number): boolean {
  const { atMs } = line
  const lately = (all: Told[]) => all.filter(one => one.ms > atMs - withinMs).map(one => one.severity)
  const told = person.messages.filter(one => one.atMs <= atMs).at(-1)
  const place = placeCall(
    {
      rang: lately(person.rang),
      held: lately(person.held),
      ...(told && { toldAt: new Date(begun + told.atMs).toISOString() }),
    },
    severity,
    new Date(begun + atMs).toISOString(),
  )
  if (place === 'rings') {
    person.rang.push({ ms: atMs, severity })
    return true
  }
  person.held.push({ ms: atMs, severity })
  const waiting = person.messages.find(one => one.atMs > atMs)
  if (waiting) waiting.count += 1
  else person.messages.push({ line, atMs: Date.parse(place.tellAt) - begun, count: 1 })
  return false
}

function shown({ line, atMs, count }: Message): PreviewLine {
  const { who, over, wakes } = line
  const name = typeof who === 'string' ? who : who.name
  return { atMs, who, over, wakes, says: previewSays.together(name, over ?? '', count) }
}
