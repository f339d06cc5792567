import { fireline } from '../incident/entry.ts'
import type { Call, Incident } from '../incident/incident.ts'
import { channelOf, overWords } from '../roster/contact-name.ts'
import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { joinCall, ways } from '../steps/notify/letters.ts'
import { whyMoot } from '../steps/notify/moot.ts'
import { details, headline, insteadOf, say } from '../steps/notify/say.ts'
import { togetherSays } from '../steps/notify/together.ts'
import { readHead } from '../store/head.ts'
import { didNotRing } from '../store/storm.ts'
import { callLinksOf } from './call-links.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import type { Outside } from './outside.ts'
import type { AskedBack, Outcome, Owed, Perform } from './perform.ts'
import { commands, type ReadyCall, type ReadyCalls, readyAlone } from './ready-calls.ts'

/** Hands a call to its channel. The channel that does not answer is tried on; meanwhile the person's next one is called. */
export function performCall(outside: Outside, ready: ReadyCalls): Perform<'call'> {
  return async (owed, desk, signal) => {
    const is = await standing(desk, owed)
    const call = is?.calls.find(one => one.id === owed.body.call)
    if (!is || !call) return { outcome: 'failed', answer: 'This call is not on the timeline.' }
    const waits = whyNotYet(desk, owed, is, call)
    if (waits) return waits
    const { body, repeat } = owed
    const made = owed.ready ?? (await readyAlone(ready, desk, { body, is, call, repeat }))
    const channel = outside.channels.get(channelOf(body.channel))
    if (!made || !channel)
      return ended(owed, {
        outcome: 'failed',
        answer: channel ? 'This person is gone.' : 'This channel is not set up.',
      })
    desk.passing?.('room-made', owed.kind)
    if (made.place !== 'rings') return { outcome: 'held', answer: togetherSays.held(made.place.tellAt) }
    const message = compose(desk, outside, {
      is,
      call,
      made,
      contact: body.channel,
      repeat: await mayBeRepeat(desk, owed),
    })
    desk.passing?.('composed', owed.kind)
    const delivery = await handOver(owed, message, channel, desk, outside, signal, made.reached)
    if (isNotOurs(owed, delivery)) return delivery
    if (delivery.outcome === 'failed' || surelyNot.test(delivery.answer)) await didNotRing(desk.db, call.id)
    // Stopped half way says nothing about the channel: it is sent again, after the start.
    if (signal.aborted && delivery.outcome === 'retry') return delivery
    return ended(owed, delivery)
  }
}

/** It is needed no more, or a silence holds it. */
function whyNotYet(desk: Desk, owed: Owed<'call'>, is: Incident, call: Call): Outcome | undefined {
  const moot = (owed.attempt > 1 || call.dueAt) && !owed.repeat && whyMoot(is, call)
  if (moot) return { outcome: 'failed', answer: moot, asks: [notNeeded(call.id, moot)] }
  const quiet = heldMs(is, call, desk.clock.now())
  return quiet > 0 ? { outcome: 'retry', answer: say.silenced, afterMs: quiet } : undefined
}

/** A first attempt that nothing makes needless and no silence holds. */
export const leavesNow = (desk: Desk, is: Incident, call: Call): boolean =>
  !(call.dueAt && whyMoot(is, call)) && heldMs(is, call, desk.clock.now()) <= 0

const notNeeded = (call: string, answer: string): AskedBack => ({
  command: 'record-call',
  body: { call, outcome: 'failed', answer, isMoot: true },
})

/** As it stands; a call that was owed here a moment ago is not read again. */
async function standing(desk: Desk, { incident, body, isNew, is }: Owed<'call'>): Promise<Incident | undefined> {
  if (is) return is
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

interface About {
  is: Incident
  call: Call
  made: ReadyCall
  /** Which of the person's. */
  contact: string
  repeat: boolean
}

const labels = { acknowledge: 'I have it', 'i-cannot': 'I cannot' } as const

function compose(desk: Desk, outside: Outside, { is, call, made, contact, repeat }: About): CallMessage {
  const { person, changes, zone, minted } = made
  const link = `${outside.url()}/a/${minted?.link}`
  return {
    id: call.id,
    incident: is.id,
    number: is.number,
    severity: is.severity,
    to: { id: person.id, name: person.name, email: person.email ?? undefined, contact },
    headline: headline(is, changes, zone),
    lines: [...details(is, call.reason, zone), ...whyThisWay(is, call)],
    link,
    ways: [...joinCall(callLinksOf(desk).of(is)), ...ways(link)],
    buttons: commands.map((command, i) => ({ label: labels[command], command, token: minted?.buttons[i] ?? '' })),
    repeat,
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

const mayBeRepeat = async (desk: Desk, { id, attempt, repeat }: Owed): Promise<boolean> =>
  repeat || (attempt > 1 && (await mayHaveArrived(desk, id)))

/** An attempt that reached somebody but brought no status back, a wire cut or silent, may have arrived all the same. */
async function mayHaveArrived(desk: Desk, obligation: string): Promise<boolean> {
  const { rows } = await desk.db.query<{ answer: string }>('select answer from attempt where obligation = $1', [
    obligation,
  ])
  return rows.some(({ answer }) => !surelyNot.test(answer))
}
