import type { Incident } from '../../incident/incident.ts'
import type { Delivery } from '../../steps/notify/channel.ts'
import type { ChatMessage, Done } from '../../steps/notify/chat-room.ts'
import { headOf, linesFor, messagesOf, roomAbout, roomName } from '../../steps/notify/chat-words.ts'
import { digestOf } from '../../store/capabilities.ts'
import { chatUsersOf } from '../../store/chat-people.ts'
import { endRoom, noteRoomTrouble, type Room, roomById, roomIsTold, saveRoom } from '../../store/chat-rooms.ts'
import { noteChatTrouble } from '../../store/chats.ts'
import { readHead } from '../../store/head.ts'
import { listPeople } from '../../store/people.ts'
import { readTimeline } from '../../store/timeline.ts'
import { callLinksOf } from '../call-links.ts'
import type { Desk } from '../desk.ts'
import type { Outside } from '../outside.ts'
import type { Owed, Perform } from '../perform.ts'
import { type Spoken, spokenOf } from './chat-parts.ts'

/** Everything that telling one room needs. `room` is kept after each message: a crash leaves one message in doubt, no more. */
interface Telling extends Spoken {
  desk: Desk
  owed: Owed<'chat'>
  is: Incident
  room: Room
  url: string
  nameOf(person: string): string
}

/** Says in its room what is new on a timeline, in order. A limit of the chat delays this room alone; what it refuses for good ends it. */
export function performChat(outside: Outside): Perform<'chat'> {
  return async (owed, desk, signal) => {
    const room = await roomById(desk.db, owed.body.room)
    const spoken = room && (await spokenOf(desk.db, outside, room.kind, signal))
    const is = room && (await readHead(desk.db, room.incident))
    if (!room || !spoken || !is) return { outcome: 'failed', answer: 'No chat is set up for this room.' }
    const people = await listPeople(desk.db)
    const nameOf = (person: string) => people.find(one => one.id === person)?.name ?? nameThen(is, person)
    const at: Telling = { ...spoken, desk, owed, is, room, url: outside.url(), nameOf }
    const no = await toldUpTo(at)
    if (no) return refused(at, no)
    await roomIsTold(desk.db, room.id, is.seq)
    await noteChatTrouble(desk.db, room.kind, undefined)
    return { outcome: 'delivered', answer: `said in ${room.name ?? room.place}` }
  }
}

const nameThen = (is: Incident, person: string): string =>
  is.people.find(one => one.person === person)?.name ?? 'Somebody'

async function refused({ desk, room }: Telling, no: Delivery): Promise<Delivery> {
  await noteChatTrouble(desk.db, room.kind, no.answer)
  if (no.outcome === 'failed') await endRoom(desk.db, room.id, no.answer, desk.clock.now())
  else await noteRoomTrouble(desk.db, room.id, no.answer)
  return no
}

/** The steps in their order; the first no ends it for now, and the next attempt goes on there. */
async function toldUpTo(at: Telling): Promise<Delivery | undefined> {
  return (
    (await opened(at)) ??
    (await lookedBack(at)) ??
    (await headed(at)) ??
    (await told(at)) ??
    (await headChanged(at)) ??
    (await brought(at))
  )
}

async function opened(at: Telling): Promise<Delivery | undefined> {
  const { room, port, chat, wire, is } = at
  if (room.place) return undefined
  const made = await port.open(
    { name: roomName(is), about: roomAbout(is, callLinksOf(at.desk).of(is)) },
    chat.settings,
    wire,
  )
  return kept(at, made, ({ place, name }) => ({ place, name }))
}

/** After an attempt whose end nobody knows, what stands there already is not said again. */
async function lookedBack(at: Telling): Promise<Delivery | undefined> {
  const { room, port, chat, wire, owed } = at
  if (owed.attempt === 1 && !owed.repeat) return undefined
  const standing = await port.standing(room.place ?? '', chat.settings, wire)
  if ('no' in standing) return standing.no
  const seqs = [...standing.done.keys()].map(Number).filter(Number.isSafeInteger)
  room.toldSeq = Math.max(room.toldSeq, ...seqs)
  room.head ??= standing.done.get('head')
  await saveRoom(at.desk.db, room)
  return undefined
}

async function headed(at: Telling): Promise<Delivery | undefined> {
  const { room, port, chat, wire } = at
  if (room.head) return undefined
  const head = headNow(at)
  return kept(at, await port.post(room.place ?? '', head, chat.settings, wire), id => ({
    head: id,
    headSaid: digestOf(JSON.stringify(head)),
  }))
}

async function told(at: Telling): Promise<Delivery | undefined> {
  const { desk, room, is, port, chat, wire } = at
  const entries = (await readTimeline(desk.db, is.id, room.toldSeq)).filter(entry => entry.seq <= is.seq)
  for (const { seq, message } of messagesOf(linesFor(entries, at, port.title))) {
    const no = await kept(at, await port.post(room.place ?? '', message, chat.settings, wire), () => ({ toldSeq: seq }))
    if (no) return no
  }
  return undefined
}

async function headChanged(at: Telling): Promise<Delivery | undefined> {
  const { room, port, chat, wire } = at
  const head = headNow(at)
  const says = digestOf(JSON.stringify(head))
  if (!room.head || room.headSaid === says) return undefined
  const changed = await port.change(room.place ?? '', room.head, head, chat.settings, wire)
  return kept(at, changed, () => ({ headSaid: says }))
}

/** Whoever works on it and told us who they are in the chat is brought into the room. */
async function brought(at: Telling): Promise<Delivery | undefined> {
  const { desk, room, port, chat, wire, is } = at
  const here = [...is.people.map(one => one.person), ...(is.acknowledgedBy ? [is.acknowledgedBy] : [])]
  const users = (await chatUsersOf(desk.db, room.kind, here)).filter(user => !room.brought.includes(user))
  if (users.length === 0) return undefined
  const done = await port.bring(room.place ?? '', users, chat.settings, wire)
  return kept(at, done, () => ({ brought: [...room.brought, ...users] }))
}

const headNow = ({ is, url, nameOf }: Telling): ChatMessage => headOf(is, url, nameOf)

async function kept<T>(
  { room, desk }: Telling,
  done: Done<T>,
  change: (done: T) => Partial<Room>,
): Promise<Delivery | undefined> {
  if ('no' in done) return done.no
  Object.assign(room, change(done.done))
  await saveRoom(desk.db, room)
  return undefined
}
