import type { Call, Incident } from '../incident/incident.ts'
import type { Person } from '../roster/person.ts'
import { cutTo } from '../steps/notify/say.ts'
import { readSms, type SmsWish, smsAnswerSays } from '../steps/notify/sms-answer.ts'
import { noteTap } from '../store/capabilities.ts'
import { inTransaction, type Tx } from '../store/db.ts'
import { incidentNamed, listHeads, readHead } from '../store/head.ts'
import { personById } from '../store/people.ts'
import { answeredSince, contactsAtNumber, isFirstAnswer } from '../store/sms-answers.ts'
import { tapLastTest } from '../store/test-calls.ts'
import { askInChat } from './chat/ask-in-chat.ts'
import type { Desk } from './desk.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import type { Outside } from './outside.ts'

/** A short message that its provider signed. */
export interface HeardSms {
  kind: 'twilio' | 'gateway'
  /** The provider's own, the same when it brings the message again. */
  id: string
  from: string
  text: string
}

/** The channels whose pages are answered so. */
const channelsOf = { twilio: ['sms', 'voice'], gateway: ['sms-gateway'] }
const longest = 300
/** A phone that answers by itself is told what to write once, and not each time that it answers that. */
const helpAgainMs = 10 * 60_000

/** Does what somebody answers to a page, once; what to say back to them. Undefined: nothing is said, as to a number that nobody here has. */
export async function hearSms(desk: Desk, { secrets }: Outside, heard: HeardSms): Promise<string | undefined> {
  return inTransaction(desk.db, async tx => {
    const now = desk.clock.now()
    const there = await contactsAtNumber(tx, secrets, channelsOf[heard.kind], heard.from)
    const id = there[0]?.person
    const wasLately = id !== undefined && (await answeredSince(tx, id, new Date(now.getTime() - helpAgainMs)))
    if (!(await isFirstAnswer(tx, heard.kind, heard.id, id, now)) || id === undefined) return undefined
    if (there.some(one => one.person !== id)) return wasLately ? undefined : smsAnswerSays.shared
    const person = await personById(tx, id)
    const wish = readSms(heard.text)
    if (!person || wish.wish === 'nothing') return undefined
    if (wish.wish === 'unclear') return wasLately ? undefined : smsAnswerSays.help
    return answered(desk, tx, { person, contacts: there.map(one => one.id), channels: channelsOf[heard.kind] }, wish)
  })
}

interface At {
  person: Person
  /** Theirs, of this number. */
  contacts: readonly string[]
  channels: readonly string[]
}

async function answered(
  desk: Desk,
  tx: Tx,
  { person, contacts, channels }: At,
  { command, incident, body }: Extract<SmsWish, { wish: 'ask' }>,
): Promise<string> {
  const meant = incident ? await named(tx, incident, person) : await paged(tx, person, channels)
  const mayBeTest = !incident && command === 'acknowledge' && !isWaiting(meant)
  if (mayBeTest && (await tapLastTest(tx, person.id, contacts, desk.clock.now()))) return smsAnswerSays.itRang
  if (typeof meant === 'string') return meant
  const name = `INC-${meant.is.number}`
  if (meant.is.status === 'resolved') return smsAnswerSays.over(name)
  await tapped(desk, tx, meant, person)
  const { lines } = await askInChat(desk, tx, person, { command, incident: meant.is.id, body })
  return cutTo(`${name}: ${lines[0] ?? ''}`, longest)
}

interface Meant {
  is: Incident
  /** The page that it answers. */
  call?: Call
}

async function named(tx: Tx, name: string, person: Person): Promise<Meant | string> {
  const id = await incidentNamed(tx, name)
  const is = id === undefined ? undefined : await readHead(tx, id)
  return is ? { is, call: is.calls.findLast(one => one.person === person.id) } : smsAnswerSays.noIncident(name)
}

/** The one whose page waits for an answer, else the one that they were paged for last. */
async function paged(tx: Tx, person: Person, channels: readonly string[]): Promise<Meant | string> {
  const isHere = (one: Call) => one.person === person.id && channels.includes(one.channel)
  const all = (await listHeads(tx, 'open')).flatMap(is => {
    const call = is.calls.findLast(one => isHere(one) && one.state !== 'failed')
    return call ? [{ is, call }] : []
  })
  const waiting = all.filter(({ is }) => !is.acknowledgedBy)
  if (waiting.length > 1) return smsAnswerSays.several(waiting.slice(0, 6).map(({ is }) => `INC-${is.number}`))
  const [last] = all.sort((one, other) => other.call.at.localeCompare(one.call.at))
  return waiting[0] ?? last ?? smsAnswerSays.noPage
}

/** A page that nobody has yet, or several, comes before a test. */
const isWaiting = (meant: Meant | string): boolean =>
  typeof meant === 'string' ? meant !== smsAnswerSays.noPage : !meant.is.acknowledgedBy

/** Whoever answers a page has seen it. */
async function tapped(desk: Desk, tx: Tx, { is, call }: Meant, { id, name }: Person): Promise<void> {
  if (!call) return
  const by = { kind: 'person', id, name } as const
  const ask = { id: newId(desk.clock.now()), by, at: desk.clock.at(), body: { call: call.id } }
  await handle(desk, tx, is.id, ask, 'call-tapped')
  await noteTap(tx, is.id, call.id, desk.clock.now())
}
