import type { Incident } from '../incident/incident.ts'
import { nextMorning } from '../roster/schedule.ts'
import type { Letter } from '../steps/notify/channel.ts'
import { letters } from '../steps/notify/letters.ts'
import { mintCapability } from '../store/capabilities.ts'
import { listHeads, readHead } from '../store/head.ts'
import { serviceNamed } from '../store/loaders.ts'
import { addresseesOf, oweLetters } from '../store/stakeholders.ts'
import { look } from './call.ts'
import type { Desk } from './desk.ts'
import type { Outside } from './outside.ts'
import type { Owed, Perform } from './perform.ts'
import { noMail, sendLetter } from './send-letter.ts'

/** Owes each stakeholder a letter of their own: a slow mailbox holds up nobody else's. */
export function performTellStakeholders(outside: Outside): Perform<'tell-stakeholders'> {
  return async (owed, desk) => {
    const is = await readHead(desk.db, owed.incident)
    const service = is && (await serviceNamed(desk.db, is.service))
    if (!is || !service) return { outcome: 'failed', answer: 'This incident or its service is gone.' }
    const addressees = await addresseesOf(desk.db, service, is.severity)
    if (addressees.length === 0) return { outcome: 'delivered', answer: 'Nobody is to be told by mail.' }
    if (!outside.mail) return noMail
    const { text, update } = owed.body
    await oweLetters(desk.db, owed, addressees, { text, update, service: service.slug }, desk.clock.now())
    desk.wake()
    return { outcome: 'delivered', answer: `${addressees.length} letters owed` }
  }
}

/** "Was it you?", with two buttons behind a link of their own. */
export function performAskAuthor(outside: Outside): Perform<'ask-author'> {
  return async (owed, desk) => {
    const is = await readHead(desk.db, owed.incident)
    if (!is || is.status === 'resolved') return { outcome: 'failed', answer: 'No longer needed.' }
    if (!outside.mail) return noMail
    const { change, author, person } = owed.body
    const { people, zone } = await look(desk, is)
    const one = person ? people.get(person) : undefined
    const to = one?.email ?? addressIn(author)
    if (!to) return { outcome: 'failed', answer: `There is no address of ${author}.` }
    const about = { kind: 'author', incident: is.id, subject: change, person, name: one?.name ?? author } as const
    const link = `${outside.url()}/a/${await mintCapability(desk.db, outside.secrets, desk.clock.now(), about)}`
    const letter = inDoubt(owed, letters.wasItYou(is, owed.body, link, zone))
    return sendLetter(owed, outside, { ...letter, id: `ask-${owed.id}`, thread: `incident-${is.id}`, to })
  }
}

export const inDoubt = ({ repeat }: Owed, letter: Pick<Letter, 'subject' | 'text'>) =>
  repeat ? letters.asRepeat(letter) : letter

/** `leo@example.org`, or `Leo <leo@example.org>`. */
const addressIn = (author: string): string | undefined => /[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+/.exec(author)?.[0]

/** Waits for the next working morning where the policy's people live, then mails all that is open and small, once a person and day. */
export function performDigest(outside: Outside): Perform<'digest'> {
  return async (owed, desk) => {
    const is = await readHead(desk.db, owed.incident)
    if (!is || is.status === 'resolved' || is.severity !== 'sev4')
      return { outcome: 'delivered', answer: 'Nothing left to say.' }
    const { zone } = await look(desk, is)
    const waitMs = Date.parse(nextMorning(zone, is.openedAt)) - desk.clock.now().getTime()
    if (waitMs > 0) return { outcome: 'retry', answer: 'Waits for the morning.', afterMs: waitMs }
    const whom = await onCallFor(desk, is)
    if (!whom?.email) return { outcome: 'failed', answer: 'Nobody on call has an address.' }
    if (!outside.mail) return noMail
    const day = desk.clock.at().slice(0, 10)
    await desk.db.query(
      'insert into digest_sent (person, day, obligation) values ($1, $2, $3) on conflict do nothing',
      [whom.id, day, owed.id],
    )
    const { rows } = await desk.db.query<{ obligation: string }>(
      'select obligation from digest_sent where person = $1 and day = $2',
      [whom.id, day],
    )
    if (rows[0]?.obligation !== owed.id) return { outcome: 'delivered', answer: "In this morning's mail already." }
    const small = (await listHeads(desk.db, 'open')).filter(one => one.severity === 'sev4')
    const letter = inDoubt(owed, letters.digest(small, outside.url()))
    return sendLetter(owed, outside, { ...letter, id: `digest-${owed.id}`, to: whom.email })
  }
}

async function onCallFor(desk: Desk, is: Incident) {
  const tx = { query: desk.db.query.bind(desk.db) as never, afterwards: [] }
  const ask = { id: is.id, by: { kind: 'system', id: '', name: '' } as const, at: desk.clock.at(), body: {} }
  const { steps, fallback } = await desk.loaders.policy(tx, is, ask)
  return [...steps.flatMap(step => step.people), ...fallback].find(person => person.email)
}
