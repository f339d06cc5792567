import { may, mayNot, type Principal } from '../../access/may.ts'
import { commands } from '../../api/commands.ts'
import { readBody } from '../../api/read-body.ts'
import { isRefusal, type Next, type Refusal } from '../../incident/decision.ts'
import type { Entry } from '../../incident/entry.ts'
import { entrySentence } from '../../incident/entry-sentence.ts'
import type { Incident } from '../../incident/incident.ts'
import { sayValues } from '../../incident/values.ts'
import type { Person } from '../../roster/person.ts'
import { declareBody } from '../../steps/intake/asks.ts'
import type { ChatAnswer, ChatButton } from '../../steps/notify/chat-room.ts'
import { plainly } from '../../steps/notify/chat-words.ts'
import type { Tx } from '../../store/db.ts'
import { newIncident } from '../../store/head.ts'
import { listPeople } from '../../store/people.ts'
import type { Desk } from '../desk.ts'
import { handle } from '../handle.ts'
import { newId } from '../id.ts'

export const said = (...lines: string[]): ChatAnswer => ({ lines, buttons: [] })

const actorOf = ({ id, name }: Person) => ({ kind: 'person', id, name }) as const
const principalOf = ({ id, name, role }: Person): Principal => ({ kind: 'person', id, name, role })

export interface Asked {
  command: string
  /** The incident's id. */
  incident: string
  body: unknown
}

/** Asks a command of the API as this person: the same right, the same check of its body, the same decision, the same words back. */
export async function askInChat(desk: Desk, tx: Tx, person: Person, asked: Asked): Promise<ChatAnswer> {
  const { command, incident } = asked
  const spec = Object.hasOwn(commands, command) ? commands[command] : undefined
  if (!spec || spec.action === 'system') return said(`There is no command ${command}. /fl help lists what there is.`)
  if (!may(principalOf(person), spec.action, { incident })) return said(mayNot(spec.action))
  const read = readBody(spec.body, asked.body)
  if ('wrong' in read) return said([read.wrong.path, read.wrong.message].filter(Boolean).join(': '))
  const now = desk.clock.now()
  const ask = { id: newId(now), by: actorOf(person), at: desk.clock.at(), body: read.body }
  const handled = await handle(desk, tx, incident, ask, command)
  if ('code' in handled) return saidNo(handled, incident)
  return saidDone(handled.entries, handled.is, await listPeople(tx))
}

function saidDone(entries: readonly Entry[], is: Incident, people: readonly Person[]): ChatAnswer {
  if (entries.length === 0) return said('It was so already.')
  const nameOf = (id: string) => people.find(one => one.id === id)?.name ?? 'Somebody'
  const lines = entries.map(entry => plainly(entrySentence(entry, { is, nameOf }).says))
  return said(...[...new Set(lines)].slice(0, 5))
}

/** The no, in the API's words, with its ways: a button each, or a line where something is left to fill in. */
function saidNo({ message, next }: Refusal, incident: string): ChatAnswer {
  const isButton = (way: Next) => way.line === undefined && !Object.values(way.body).includes(null)
  const buttons = next
    .filter(isButton)
    .map(({ label, command, body }): ChatButton => ({ label, command, body, incident }))
  const lines = next.filter(way => !isButton(way)).map(way => `${way.label}: ${wayInChat(way, incident)}`)
  return { lines: [message, ...lines], buttons }
}

const wayInChat = ({ command, body, line }: Next, incident: string): string =>
  line ?? ['/fl', command, incident, ...sayValues(body)].join(' ')

/** Declares an incident as the API does; its room is made like every other. */
export async function declareInChat(desk: Desk, tx: Tx, person: Person, body: unknown): Promise<ChatAnswer> {
  if (!may(principalOf(person), 'report')) return said(mayNot('report'))
  const read = readBody(declareBody, body)
  if ('wrong' in read) return said([read.wrong.path, read.wrong.message].filter(Boolean).join(': '))
  const now = desk.clock.now()
  const incident = newId(now)
  const number = await newIncident(tx, incident)
  const ask = { id: newId(now), by: actorOf(person), at: desk.clock.at(), body: { ...read.body, number } }
  const handled = await handle(desk, tx, incident, ask, 'declare')
  return isRefusal(handled as never) ? saidNo(handled as Refusal, incident) : said(`INC-${number} is declared.`)
}
