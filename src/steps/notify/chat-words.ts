import type { Entry } from '../../incident/entry.ts'
import { entrySentence } from '../../incident/entry-sentence.ts'
import type { EventType } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Piece, Telling } from '../../incident/sentence.ts'
import type { ChatButton, ChatMessage } from './chat-room.ts'
import { cutTo } from './say.ts'

/** `inc-12-shop-is-slow`; a rehearsal says so. At most 60 of the 80 characters that a chat takes: a number may follow. */
export function roomName({ number, title, drill }: Pick<Incident, 'number' | 'title' | 'drill'>): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/[^A-Za-z0-9-]+/g, '')
    .toLowerCase()
    .replace(/-{2,}/g, '-')
  return `${drill ? 'drill' : 'inc'}-${number}-${words}`.slice(0, 60).replace(/-+$/, '')
}

/** What the room is about, in one line. */
export const roomAbout = (is: Incident, call?: string): string =>
  `${call ? `Call: ${call} ` : ''}${is.drill ? 'DRILL, nothing burns. ' : ''}INC-${is.number}: ${cutTo(is.title, 120)}. Everything that matters stands in Fireline; what is said here is brought there by a pushpin.`

/** Machines' own lines that people in a chat want to hear all the same. */
const worthIt: ReadonlySet<EventType> = new Set([
  'AlertsJoined',
  'AlertsRecovered',
  'AcknowledgementExpired',
  'PagesOffered',
])
/** Every typed line would drown the rest, and may hold what belongs in no chat. */
const never: ReadonlySet<EventType> = new Set([
  'CommandRan',
  'CommandNoted',
  'CommandJudged',
  'CommandsMore',
  'CheckRan',
  'HostTouched',
  'ControlTaken',
  'RecordingAnchored',
  'RecordingGap',
  'PutAtPrompt',
  'SuggestionSupported',
  'Redacted',
  'PageJudged',
  'RemarkKept',
  'TrafficChecked',
])

/** The lines of these entries that a chat is told: what people did, what was decided, what needs somebody. */
export function linesFor(entries: readonly Entry[], telling: Telling, over: string): { entry: Entry; says: Piece[] }[] {
  return entries.flatMap(entry => {
    // What was said in the chat itself stands there already.
    const isEcho = entry.type === 'RemarkHeard' && entry.data.over === over
    if (isEcho || entry.redacted || never.has(entry.type)) return []
    const { weight, says } = entrySentence(entry, telling)
    return weight !== 'machine' || worthIt.has(entry.type) ? [{ entry, says }] : []
  })
}

const mostLines = 12

/** As many lines as one message holds, in order; each message is marked by its last entry. */
export function messagesOf(lines: readonly { entry: Entry; says: Piece[] }[]): { seq: number; message: ChatMessage }[] {
  const messages: { seq: number; message: ChatMessage }[] = []
  for (let from = 0; from < lines.length; from += mostLines) {
    const part = lines.slice(from, from + mostLines)
    const seq = part.at(-1)?.entry.seq ?? 0
    messages.push({ seq, message: { mark: String(seq), lines: part.map(one => one.says), buttons: [] } })
  }
  return messages
}

/** The message on top of a room: what it is, who has it, and the buttons that fit now. */
export function headOf(is: Incident, url: string, nameOf: Telling['nameOf']): ChatMessage {
  const what = {
    strong: `${is.drill ? 'DRILL · ' : ''}${is.severity.toUpperCase()} ${is.service} · ${cutTo(is.title, 200)}`,
  }
  return {
    mark: 'head',
    lines: [[what], [{ strong: `INC-${is.number}` }, ` ${standingOf(is, nameOf)}`]],
    link: { says: 'Open the room in Fireline', url: `${url}/incidents/INC-${is.number}` },
    buttons: buttonsOf(is),
  }
}

function standingOf(is: Incident, nameOf: Telling['nameOf']): string {
  if (is.mergedInto) return 'is the same fire as another one; people go on there.'
  if (is.status === 'resolved') return 'is over.'
  const lead = is.lead && is.lead !== is.acknowledgedBy ? `, ${nameOf(is.lead)} leads` : ''
  const has = is.acknowledgedBy ? `${nameOf(is.acknowledgedBy)} has it${lead}.` : 'Nobody has it yet.'
  return is.status === 'mitigated' ? `is mitigated. ${has}` : has
}

function buttonsOf({ id: incident, status, acknowledgedBy }: Incident): ChatButton[] {
  if (status === 'resolved') return []
  const have: ChatButton = { label: 'I have it', command: 'acknowledge', body: {}, incident, isMain: true }
  const cannot: ChatButton = { label: 'I cannot', command: 'i-cannot', body: {}, incident }
  const come: ChatButton = { label: 'I come and help', command: 'join', body: {}, incident }
  return acknowledgedBy ? [come] : [have, cannot]
}

/** Without marks, for places that show plain text; times are UTC there. */
export const plainly = (pieces: readonly Piece[]): string =>
  pieces
    .map(piece => {
      if (typeof piece === 'string') return piece
      if ('time' in piece) return `${piece.time.slice(11, 16)} UTC`
      return 'strong' in piece ? piece.strong : 'code' in piece ? piece.code : piece.ref
    })
    .join('')
