import { fireline } from '../incident/entry.ts'
import type { Call, Incident } from '../incident/incident.ts'
import { channelOf } from '../roster/contact-name.ts'
import type { CallMessage, Delivery } from '../steps/notify/channel.ts'
import { type Burning, isPast, togetherSays, toldTogether, worstFirst } from '../steps/notify/together.ts'
import { mintCapability } from '../store/capabilities.ts'
import { inTransaction } from '../store/db.ts'
import { readHead } from '../store/head.ts'
import { personById } from '../store/people.ts'
import { type HeldCall, holdPagesOf, noteRecorded, noteTold, takeHeld } from '../store/storm.ts'
import { look } from './call.ts'
import type { Desk } from './desk.ts'
import { handOver } from './hand-over.ts'
import { handle } from './handle.ts'
import { newId } from './id.ts'
import type { Outside } from './outside.ts'
import type { Owed, Perform } from './perform.ts'

type Told = Owed<'told-together'>

/** One message of everything beyond the cap. It goes the way of a call: the channel's retries, the receiver's answer, the next channel. */
export function performToldTogether(outside: Outside): Perform<'told-together'> {
  return async (owed, desk, signal) => {
    const { person, channel } = owed.body
    const held = await inTransaction(desk.db, async tx => {
      await holdPagesOf(tx, person)
      return takeHeld(tx, owed.id, person, channel)
    })
    const untold = held.filter(one => one.outcome === null)
    const delivery = untold.length > 0 ? await tell(owed, untold, desk, outside, signal) : saidBefore(held)
    if (delivery.outcome === 'retry') {
      if (!signal.aborted && owed.mayStillSend()) await each(desk, untold, { command: 'channel-down' })
      return delivery
    }
    await noteTold(desk.db, owed.id, delivery.outcome, delivery.answer, desk.clock.now())
    const { outcome, answer } = delivery
    const isMoot = answer === togetherSays.past
    const how = { outcome: outcome === 'delivered' ? 'handed over' : 'failed', answer, together: owed.id, isMoot }
    await each(desk, held, { command: 'record-call', body: how, isLast: true })
    return { outcome, answer }
  }
}

const saidBefore = (held: HeldCall[]): Delivery => ({
  outcome: held[0]?.outcome ?? 'delivered',
  answer: held[0]?.answer ?? togetherSays.toldBefore,
})

async function tell(
  owed: Told,
  held: HeldCall[],
  desk: Desk,
  outside: Outside,
  signal: AbortSignal,
): Promise<Delivery> {
  const { person: id, channel: contact } = owed.body
  const person = await personById(desk.db, id)
  const channel = outside.channels.get(channelOf(contact))
  if (!person || !channel) return { outcome: 'failed', answer: 'This person or channel is gone.' }
  const all = await incidentsOf(desk, held)
  const burning = all.filter(({ is, calls }) => calls.some(call => !isPast(is, call)))
  const [worst, ...others] = burning.sort((one, other) => worstFirst(one.is, other.is))
  if (!worst) return { outcome: 'failed', answer: togetherSays.past }
  const link = async ({ is, calls }: Held): Promise<Burning> => ({
    is,
    link: await linkTo(desk, outside, is, calls, person),
  })
  const over = all.filter(one => !burning.includes(one)).map(({ is }) => is)
  const { zone } = await look(desk, worst.is)
  const first = await link(worst)
  const rest = await Promise.all(others.map(link))
  const message: CallMessage = {
    id: owed.id,
    incident: worst.is.id,
    number: worst.is.number,
    severity: worst.is.severity,
    to: { id: person.id, name: person.name, email: person.email ?? undefined, contact },
    ...toldTogether([first, ...rest], over, { url: outside.url(), zone }),
    link: first.link,
    buttons: [],
    repeat: owed.repeat,
    at: desk.clock.at(),
    together: burning.length,
  }
  return handOver(owed, message, channel, desk, outside, signal)
}

interface Held {
  is: Incident
  calls: Call[]
}

async function incidentsOf(desk: Desk, held: HeldCall[]): Promise<Held[]> {
  const ids = new Set(held.map(one => one.call))
  const heads = await Promise.all([...new Set(held.map(one => one.incident))].map(id => readHead(desk.db, id)))
  return heads.flatMap(is => (is ? [{ is, calls: is.calls.filter(call => ids.has(call.id)) }] : []))
}

async function linkTo(
  desk: Desk,
  { secrets, url }: Outside,
  is: Incident,
  calls: Call[],
  person: { id: string; name: string },
): Promise<string> {
  const about = { kind: 'responder', incident: is.id, person: person.id, name: person.name } as const
  const subject = calls.at(-1)?.id ?? is.id
  return `${url()}/a/${await mintCapability(desk.db, secrets, desk.clock.now(), { ...about, subject })}`
}

interface AskedOfEach {
  command: string
  body?: Record<string, unknown>
  /** Nothing more is asked about this call. */
  isLast?: boolean
}

/** One timeline after the other, each in a transaction of its own: nobody waits for all of them. */
async function each(desk: Desk, held: HeldCall[], { command, body, isLast }: AskedOfEach): Promise<void> {
  for (const { call, incident, is_recorded: isRecorded } of held) {
    if (isRecorded) continue
    await inTransaction(desk.db, async tx => {
      const ask = { id: newId(desk.clock.now()), by: fireline, at: desk.clock.at(), body: { ...body, call } }
      await handle(desk, tx, incident, ask, command)
      if (isLast) await noteRecorded(tx, call)
    })
  }
}
