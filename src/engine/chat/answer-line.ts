import type { Incident } from '../../incident/incident.ts'
import { nextStep } from '../../incident/next-step.ts'
import type { Person } from '../../roster/person.ts'
import { chatHelp, readChatLine } from '../../steps/notify/chat-line.ts'
import type { ChatAnswer } from '../../steps/notify/chat-room.ts'
import { headOf, plainly } from '../../steps/notify/chat-words.ts'
import { linkChatUser, personInChat, useChatCode } from '../../store/chat-people.ts'
import { roomAt } from '../../store/chat-rooms.ts'
import type { Tx } from '../../store/db.ts'
import { incidentNamed, listHeads, readHead } from '../../store/head.ts'
import { listPeople } from '../../store/people.ts'
import type { Desk } from '../desk.ts'
import { askInChat, declareInChat, said } from './ask-in-chat.ts'

/** Who wrote what, where. */
export interface Line {
  kind: string
  user: string
  place: string
  text: string
}

export const whoAreYou =
  'Fireline does not know who you are here. In Fireline: Settings, Me, "Make a code". Then type here: /fl link and the code.'

/** Answers a line after `/fl`: what the API would answer to the same person, in the same words. */
export async function answerLine(desk: Desk, tx: Tx, line: Line): Promise<ChatAnswer> {
  const wish = readChatLine(line.text, desk.clock.at())
  if (wish.wish === 'help') return said(...chatHelp)
  if (wish.wish === 'link') return linked(desk, tx, line, wish.code)
  const person = await personInChat(tx, line.kind, line.user)
  if (!person) return said(whoAreYou)
  if (wish.wish === 'unclear') return said(wish.says)
  if (wish.wish === 'list') return listed(tx)
  if (wish.wish === 'declare') return declareInChat(desk, tx, person, wish.body)
  const incident = await meant(tx, line, wish.incident)
  if (typeof incident !== 'string') return incident
  if (wish.wish === 'status') return statusOf(desk, tx, person, incident)
  return askInChat(desk, tx, person, { command: wish.command, incident, body: wish.body })
}

async function linked(desk: Desk, tx: Tx, { kind, user }: Line, code: string): Promise<ChatAnswer> {
  const person = await useChatCode(tx, code, desk.clock.now())
  if (!person) return said('This code was used already, or it is over. Make another one in Fireline: Settings, Me.')
  await linkChatUser(tx, kind, user, person, desk.clock.now())
  const me = await personInChat(tx, kind, user)
  return me ? said(`Fireline knows you here from now on, ${me.name}.`) : said(whoAreYou)
}

/** The one that is named, that of this room, or the only one that is open. */
async function meant(tx: Tx, { kind, place }: Line, named: string | undefined): Promise<string | ChatAnswer> {
  if (named) return (await incidentNamed(tx, named)) ?? said(`There is no incident ${named}.`)
  const here = await roomAt(tx, kind, place)
  if (here) return here.incident
  const open = await listHeads(tx, 'open', 10)
  const [only] = open
  if (open.length === 1 && only) return only.id
  if (!only) return said('Nothing burns: there is no open incident.')
  return said('Several incidents are open; say which, as /fl ack INC-12:', ...open.map(lineOf))
}

const lineOf = ({ number, severity, title }: Incident): string => `INC-${number} ${severity} ${title}`

async function listed(tx: Tx): Promise<ChatAnswer> {
  const open = await listHeads(tx, 'open', 10)
  return open.length > 0 ? said(...open.map(lineOf)) : said('Nothing burns: there is no open incident.')
}

async function statusOf(desk: Desk, tx: Tx, me: Person, incident: string): Promise<ChatAnswer> {
  const [is, people] = [await readHead(tx, incident), await listPeople(tx)]
  if (!is) return said('There is no such incident.')
  const { lines, buttons } = headOf(is, '', id => people.find(one => one.id === id)?.name ?? 'Somebody')
  const next = nextStep(is, me, desk.clock.at())
  return { lines: [...lines.map(plainly), [next.says, ...next.missing].join(' ')], buttons }
}
