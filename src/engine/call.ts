import { fireline } from '../incident/entry.ts'
import type { Incident } from '../incident/incident.ts'
import type { Person } from '../roster/person.ts'
import type { Button, CallMessage, Channel, Delivery } from '../steps/notify/channel.ts'
import { ways } from '../steps/notify/letters.ts'
import { details, headline, isOnlyTold } from '../steps/notify/say.ts'
import { togetherSays } from '../steps/notify/together.ts'
import { mintButton, mintCapability } from '../store/capabilities.ts'
import { readContacts } from '../store/contacts.ts'
import { readHead } from '../store/head.ts'
import { didNotRing } from '../store/storm.ts'
import type { Desk } from './desk.ts'
import { reason } from './log.ts'
import { makeRoom } from './make-room.ts'
import { ackTopicOf, type Outside } from './outside.ts'
import type { AskedBack, Outcome, Owed, Perform } from './perform.ts'

/** Hands a call to its channel. The channel that does not answer is tried on; meanwhile the person's next one is called. */
export function performCall(outside: Outside): Perform<'call'> {
  return async (owed, desk, signal) => {
    const is = await readHead(desk.db, owed.incident)
    const call = is?.calls.find(one => one.id === owed.body.call)
    if (!is || !call) return { outcome: 'failed', answer: 'This call is not on the timeline.' }
    const moot = owed.attempt > 1 && !owed.repeat && !isOnlyTold(is, call.reason) && noLongerMatters(is)
    if (moot) return ended(owed, { outcome: 'failed', answer: moot })
    const { people, ...seen } = await look(desk, is)
    const person = people.get(owed.body.person)
    const channel = outside.channels.get(owed.body.channel)
    if (!person || !channel)
      return ended(owed, { outcome: 'failed', answer: person ? 'This channel is not set up.' : 'This person is gone.' })
    const place = await makeRoom(desk, owed, is)
    if (place !== 'rings') return { outcome: 'held', answer: togetherSays.held(place.tellAt) }
    const message = await compose(owed, desk, outside, { is, person, reason: call.reason, ...seen })
    const delivery = await handOver(message, channel, desk, outside, signal)
    if (delivery.outcome === 'failed' || surelyNot.test(delivery.answer)) await didNotRing(desk.db, call.id)
    // Stopped half way says nothing about the channel: it is sent again, after the start.
    if (signal.aborted && delivery.outcome === 'retry') return delivery
    return ended(owed, delivery)
  }
}

/** What comes back late and would wake somebody for nothing. */
function noLongerMatters(is: Incident): string | undefined {
  if (is.status === 'resolved') return 'No longer needed: resolved.'
  return is.acknowledgedBy && 'No longer needed: somebody has it.'
}

/** As much of a channel as takes a message. */
export type WayOut = Pick<Channel, 'settings' | 'deliver'> & { kind: string }

/** Hands a message to the channel, with what this person told us of it. A wire that breaks is tried again. */
export async function handOver(
  message: CallMessage,
  channel: WayOut,
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  const { secrets, outbound } = outside
  const contacts = await readContacts(desk.db, message.to.id, secrets)
  const raw = contacts.find(one => one.channel === channel.kind)?.settings ?? {}
  const wire = { send: outbound.send, signal, ackTopic: (server: string) => ackTopicOf(secrets, server) }
  return channel
    .deliver(message, channel.settings.parse(raw), wire)
    .catch((error: unknown): Delivery => ({ outcome: 'retry', answer: reason(error) }))
}

/** The outcome, and what it means for the timeline. */
function ended({ body: { call }, repeat }: Owed<'call'>, { outcome, answer, afterMs }: Delivery): Outcome {
  if (outcome === 'retry') return { outcome, answer, afterMs, asks: [{ command: 'channel-down', body: { call } }] }
  const as = outcome === 'delivered' ? 'handed over' : 'failed'
  const record: AskedBack = { command: 'record-call', body: { call, outcome: as, answer, ...(repeat && { repeat }) } }
  return { outcome, answer, asks: [record] }
}

/** What a message says beyond the timeline, read as a decision would. */
export async function look(desk: Desk, is: Incident) {
  const tx = { query: desk.db.query.bind(desk.db) as never, afterwards: [] }
  const ask = { id: is.id, by: fireline, at: desk.clock.at(), body: {} }
  const [people, changes, policy] = await Promise.all([
    desk.loaders.people(tx, is, ask),
    desk.loaders.recentChanges(tx, is, ask),
    desk.loaders.policy(tx, is, ask),
  ])
  return { people, changes, zone: policy.zone }
}

interface About {
  is: Incident
  person: Person
  reason: string
  changes: Awaited<ReturnType<typeof look>>['changes']
  zone: string
}

async function compose(owed: Owed<'call'>, desk: Desk, outside: Outside, about: About): Promise<CallMessage> {
  const { is, person, changes, zone } = about
  const { secrets } = outside
  const now = desk.clock.now()
  const behind = { incident: is.id, person: person.id }
  const call = owed.body.call
  const link = await mintCapability(desk.db, secrets, now, {
    ...behind,
    kind: 'responder',
    subject: call,
    name: person.name,
  })
  const button = async (label: string, command: Button['command']) => ({
    label,
    command,
    token: await mintButton(desk.db, secrets, now, { ...behind, call, command }),
  })
  return {
    id: call,
    incident: is.id,
    number: is.number,
    severity: is.severity,
    to: { id: person.id, name: person.name, email: person.email ?? undefined },
    headline: headline(is, changes, zone),
    lines: details(is, about.reason, zone),
    link: `${outside.url()}/a/${link}`,
    ways: ways(`${outside.url()}/a/${link}`),
    buttons: [await button('I have it', 'acknowledge'), await button('I cannot', 'i-cannot')],
    repeat: owed.repeat || (owed.attempt > 1 && (await mayHaveArrived(desk, owed.id))),
    at: desk.clock.at(),
  }
}

/** Answers of a receiver that certainly did not take it. */
const surelyNot = /^[3-5]\d\d\b|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|not a public address/

/** An attempt that reached somebody but brought no status back, a wire cut or silent, may have arrived all the same. */
async function mayHaveArrived(desk: Desk, obligation: string): Promise<boolean> {
  const { rows } = await desk.db.query<{ answer: string }>('select answer from attempt where obligation = $1', [
    obligation,
  ])
  return rows.some(({ answer }) => !surelyNot.test(answer))
}
