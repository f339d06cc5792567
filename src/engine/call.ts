import { fireline } from '../incident/entry.ts'
import type { Call, Incident } from '../incident/incident.ts'
import { channelOf, overWords } from '../roster/contact-name.ts'
import type { Person } from '../roster/person.ts'
import type { Button, CallMessage, Delivery } from '../steps/notify/channel.ts'
import { ways } from '../steps/notify/letters.ts'
import { whyMoot } from '../steps/notify/moot.ts'
import { details, headline, insteadOf, say } from '../steps/notify/say.ts'
import { togetherSays } from '../steps/notify/together.ts'
import { mintCall } from '../store/capabilities.ts'
import { readHead } from '../store/head.ts'
import { personById } from '../store/people.ts'
import { didNotRing } from '../store/storm.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import { makeRoom } from './make-room.ts'
import type { Outside } from './outside.ts'
import type { AskedBack, Outcome, Owed, Perform } from './perform.ts'

/** Hands a call to its channel. The channel that does not answer is tried on; meanwhile the person's next one is called. */
export function performCall(outside: Outside): Perform<'call'> {
  return async (owed, desk, signal) => {
    const is = await standing(desk, owed)
    const call = is?.calls.find(one => one.id === owed.body.call)
    if (!is || !call) return { outcome: 'failed', answer: 'This call is not on the timeline.' }
    const moot = (owed.attempt > 1 || call.dueAt) && !owed.repeat && whyMoot(is, call)
    if (moot) return { outcome: 'failed', answer: moot, asks: [notNeeded(call.id, moot)] }
    const quiet = heldMs(is, call, desk.clock.now())
    if (quiet > 0) return { outcome: 'retry', answer: say.silenced, afterMs: quiet }
    const person = await personById(desk.db, owed.body.person)
    const channel = outside.channels.get(channelOf(owed.body.channel))
    if (!person || !channel)
      return ended(owed, { outcome: 'failed', answer: person ? 'This channel is not set up.' : 'This person is gone.' })
    const [place, message] = await Promise.all([
      makeRoom(desk, owed, is),
      compose(owed, desk, outside, { is, person, made: call }),
    ])
    if (place !== 'rings') return { outcome: 'held', answer: togetherSays.held(place.tellAt) }
    desk.passing?.('composed', owed.kind)
    const delivery = await handOver(owed, message, channel, desk, outside, signal)
    if (isNotOurs(owed, delivery)) return delivery
    if (delivery.outcome === 'failed' || surelyNot.test(delivery.answer)) await didNotRing(desk.db, call.id)
    // Stopped half way says nothing about the channel: it is sent again, after the start.
    if (signal.aborted && delivery.outcome === 'retry') return delivery
    return ended(owed, delivery)
  }
}

const notNeeded = (call: string, answer: string): AskedBack => ({
  command: 'record-call',
  body: { call, outcome: 'failed', answer, isMoot: true },
})

/** As it stands; a call that was owed here a moment ago is not read again. */
async function standing(desk: Desk, { incident, body, isNew }: Owed<'call'>): Promise<Incident | undefined> {
  const remembered = isNew ? desk.folded.get(incident) : undefined
  return remembered?.calls.some(one => one.id === body.call) ? remembered : readHead(desk.db, incident)
}

/** A silence may end before its time, so it is looked again now and then. */
const lookAgainMs = 60_000

/** For how long a call waits because a silence covers everything that fires; nobody who was asked for by hand waits. */
function heldMs({ held }: Incident, call: Call, now: Date): number {
  if (!held || call.askedFor) return 0
  return Math.min(lookAgainMs, Date.parse(held.until) - now.getTime())
}

/** Another node may be ringing: what we could not send says nothing about the call. */
const isNotOurs = (owed: Owed, { outcome }: Delivery) => outcome === 'retry' && !owed.mayStillSend()

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

/** The same for one call, without all the people; the zone is where those of its policy live. */
async function seenNow(desk: Desk, is: Incident) {
  const tx = { query: desk.db.query.bind(desk.db) as never, afterwards: [] }
  const ask = { id: is.id, by: fireline, at: desk.clock.at(), body: {} }
  const [changes, policy] = await Promise.all([
    desk.loaders.recentChanges(tx, is, ask),
    is.policy ?? desk.loaders.policySpec(tx, is, ask),
  ])
  return { changes, zone: policy.zone }
}

interface About {
  is: Incident
  person: Person
  made: Call
}

const buttons: Pick<Button, 'label' | 'command'>[] = [
  { label: 'I have it', command: 'acknowledge' },
  { label: 'I cannot', command: 'i-cannot' },
]

async function compose(
  owed: Owed<'call'>,
  desk: Desk,
  outside: Outside,
  { is, person, made }: About,
): Promise<CallMessage> {
  const call = owed.body.call
  const behind = { incident: is.id, person: person.id, name: person.name, call }
  const commands = buttons.map(one => one.command)
  const [{ changes, zone }, minted] = await Promise.all([
    seenNow(desk, is),
    mintCall(desk.db, outside.secrets, desk.clock.now(), behind, commands),
  ])
  const link = `${outside.url()}/a/${minted.link}`
  return {
    id: call,
    incident: is.id,
    number: is.number,
    severity: is.severity,
    to: { id: person.id, name: person.name, email: person.email ?? undefined, contact: owed.body.channel },
    headline: headline(is, changes, zone),
    lines: [...details(is, made.reason, zone), ...whyThisWay(is, made)],
    link,
    ways: ways(link),
    buttons: buttons.map((one, i) => ({ ...one, token: minted.buttons[i] ?? '' })),
    repeat: owed.repeat || (owed.attempt > 1 && (await mayHaveArrived(desk, owed.id))),
    at: desk.clock.at(),
  }
}

/** Said where the person was called another way first. */
function whyThisWay({ calls }: Incident, made: Call): string[] {
  const before = calls.find(one => one.id === made.insteadOf)
  return before ? [insteadOf(overWords(before), before.answer)] : []
}

/** Answers of a receiver that certainly did not take it. */
const surelyNot = /^[3-5]\d\d\b|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|not a public address|This one was not sent\.$/

/** An attempt that reached somebody but brought no status back, a wire cut or silent, may have arrived all the same. */
async function mayHaveArrived(desk: Desk, obligation: string): Promise<boolean> {
  const { rows } = await desk.db.query<{ answer: string }>('select answer from attempt where obligation = $1', [
    obligation,
  ])
  return rows.some(({ answer }) => !surelyNot.test(answer))
}
