import { type Actor, fireline } from '../../incident/entry.ts'
import type { Person } from '../../roster/person.ts'
import type { ChatAnswer, ChatHeard } from '../../steps/notify/chat-room.ts'
import { isHeardFirst, personInChat } from '../../store/chat-people.ts'
import { type Room, roomAt } from '../../store/chat-rooms.ts'
import { inTransaction, type Tx } from '../../store/db.ts'
import { incidentNamed } from '../../store/head.ts'
import type { Desk } from '../desk.ts'
import { hearRemark } from '../hear-remark.ts'
import { reason } from '../log.ts'
import type { Outside } from '../outside.ts'
import { answerLine, whoAreYou } from './answer-line.ts'
import { askInChat, said } from './ask-in-chat.ts'
import { type Spoken, spokenOf } from './chat-parts.ts'

/** A chat wants its answer within 3 s; what takes longer is told again by it, and heard once. */
const soonMs = 2_000

type Of<W extends ChatHeard['what']> = Extract<ChatHeard, { what: W }>

/**
 * Does what somebody in a chat asks, once, and answers what to say back to them. Who is not known here may look on and answer, and
 * commands nothing; what comes from another workspace is not heard. Throws when it could not be kept: the chat tells it again.
 */
export async function hearChat(
  desk: Desk,
  outside: Outside,
  kind: string,
  heard: ChatHeard,
): Promise<ChatAnswer | undefined> {
  const spoken = await spokenOf(desk.db, outside, kind, AbortSignal.timeout(soonMs))
  if (!spoken || heard.workspace !== spoken.chat.workspace.id || heard.user === spoken.chat.workspace.user)
    return undefined
  if (heard.what === 'line') return once(desk, kind, heard, tx => answerLine(desk, tx, { kind, ...heard }))
  if (heard.what === 'button') return once(desk, kind, heard, tx => pressed(desk, tx, kind, heard))
  const room = await roomAt(desk.db, kind, heard.place)
  if (!room) return undefined
  return heard.what === 'reply' ? replied(desk, spoken, room, heard) : marked(desk, spoken, room, heard)
}

/** Says it to them alone, where they asked. */
export async function whisper(
  desk: Desk,
  outside: Outside,
  kind: string,
  { place, user }: ChatHeard,
  answer: ChatAnswer,
): Promise<void> {
  const spoken = await spokenOf(desk.db, outside, kind, AbortSignal.timeout(10_000))
  const done = await spoken?.port
    .whisper({ place, user }, answer, spoken.chat.settings, spoken.wire)
    .catch((error: unknown) => ({ no: { answer: reason(error) } }))
  if (done && 'no' in done) desk.log.info('an answer could not be said in a chat', { reason: done.no.answer })
}

const once = (desk: Desk, kind: string, { id }: ChatHeard, work: (tx: Tx) => Promise<ChatAnswer | undefined>) =>
  inTransaction(desk.db, async tx => ((await isHeardFirst(tx, kind, id, desk.clock.now())) ? work(tx) : undefined))

async function pressed(desk: Desk, tx: Tx, kind: string, { user, button }: Of<'button'>): Promise<ChatAnswer> {
  const person = await personInChat(tx, kind, user)
  if (!person) return said(whoAreYou)
  const incident = await incidentNamed(tx, button.incident)
  return incident ? askInChat(desk, tx, person, { ...button, incident }) : said('There is no such incident any more.')
}

/** What is answered in a thread is kept in the room: anybody may, and it acts on nothing. */
async function replied(desk: Desk, spoken: Spoken, room: Room, heard: Of<'reply'>): Promise<undefined> {
  const author = await authorOf(desk, spoken, heard.user)
  await once(desk, spoken.chat.kind, heard, async tx => {
    await keepSaid(desk, tx, spoken, room, { ...heard, author })
    return undefined
  })
}

/** A marked message is brought to the timeline; whoever may, makes evidence or a theory of it by the same tap. */
async function marked(desk: Desk, spoken: Spoken, room: Room, heard: Of<'reaction'>): Promise<ChatAnswer | undefined> {
  const { chat, port, wire } = spoken
  const message = await port.said(heard.place, heard.message, chat.settings, wire)
  if ('no' in message) throw new Error(`a marked message could not be read: ${message.no.answer}`)
  // What we said there stands on the timeline already.
  if (message.done.user === chat.workspace.user || message.done.text === '') return undefined
  const author = await authorOf(desk, spoken, message.done.user)
  return once(desk, chat.kind, heard, async tx => {
    const remark = await keepSaid(desk, tx, spoken, room, { ...heard, text: message.done.text, author })
    if (!remark) return said('This incident has as many answers as are kept; this one is not among them.')
    if (heard.as === 'remark') return undefined
    const person = await personInChat(tx, chat.kind, heard.user)
    if (!person) return said(whoAreYou)
    const body = { remark, as: heard.as }
    return askInChat(desk, tx, person, { command: 'keep-remark', incident: room.incident, body })
  })
}

interface Author {
  name: string
  person?: Person
}

async function authorOf(desk: Desk, { chat, port, wire }: Spoken, user: string): Promise<Author> {
  const person = await personInChat(desk.db, chat.kind, user)
  if (person) return { name: person.name, person }
  const name = await port.nameOf(user, chat.settings, wire).catch(() => undefined)
  return { name: name && 'done' in name ? name.done : user }
}

interface Said {
  place: string
  message: string
  text: string
  author: Author
}

function keepSaid(
  desk: Desk,
  tx: Tx,
  { port }: Spoken,
  { kind, incident }: Room,
  { place, message, text, author: { name, person } }: Said,
): Promise<string | undefined> {
  const by: Actor = person ? { kind: 'person', id: person.id, name } : { ...fireline, name }
  const source = `${kind} ${place} ${message}`
  return hearRemark(desk, tx, { incident, source, text, from: name, over: port.title, person: person?.id }, by)
}
