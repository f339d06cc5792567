import type { z } from 'zod'
import {
  type Decide,
  type Decision,
  happened,
  knowing,
  type Next,
  type Refusal,
  refuse,
} from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import { awaitsControl, heldBy, ownHost, type Seat, seatOf, sharedNow } from '../../incident/seats.ts'
import type { rallyAsks } from './asks.ts'

import { arrives, isHere, nameOf, sitter, type WhoTypes, whoTypes } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen' | 'beating'>

/** One keyboard, and the host that a hand-over of it names: none where it is the incident-wide one. */
export type Asked = Seat & { of?: string }

/** Free, or held by one who is not here: taken at once. Otherwise it is asked for. One's own is taken up. */
export const takeKeyboard: Room<'take-keyboard'> = knowing(whoTypes, (was, ask, known) => {
  const me = ask.by.id
  const seat = keyboardAsked(was, ask.body.host)
  if ('code' in seat) return seat
  if (seat.holder === me) return controlTaken([seat], me)
  if (isHere(was, known, seat.holder)) return keyboardHeld(was, known, me, seat)
  return [...arrives(was, me), handedTo(was, seat, me, { ...ask.body, by: me })]
})

/** By its holder or the lead, or by who gave it and is not answered yet; to whoever may type. */
export const giveKeyboard: Room<'give-keyboard'> = knowing(whoTypes, (was, ask, known) => {
  const me = ask.by.id
  const { terminal, host } = ask.body
  const seat = keyboardAsked(was, host)
  if ('code' in seat) return seat
  const isTheirs = seat.holder === me || was.lead === me || (seat.awaiting && seat.from === me)
  if (!isTheirs && isHere(was, known, seat.holder)) return keyboardHeld(was, known, me, seat)
  const again = [
    { label: label.giveToSomebodyElse, command: 'give-keyboard', body: { to: null, ...(host && { host }) } },
  ]
  const to = sitter(known, ask.body.to, again)
  if ('code' in to) return to
  if (to.id === seat.holder) return []
  // What the lead takes for themselves from one who types is announced first.
  const takesOver = to.id === me && seat.holder !== undefined && !seat.awaiting && known.beating.has(seat.holder)
  if (takesOver) return keyboardHeld(was, known, me, seat)
  return [handedTo(was, seat, to.id, { terminal, by: me })]
})

/** Nothing waits for one who is not here: then asking is taking. */
export const askKeyboard: Room<'ask-keyboard'> = knowing(whoTypes, (was, ask, known) => {
  const me = ask.by.id
  const { terminal } = ask.body
  const seat = keyboardAsked(was, ask.body.host)
  if ('code' in seat) return seat
  if (seat.holder === me || seat.askedBy.includes(me)) return []
  if (!isHere(was, known, seat.holder)) return [...arrives(was, me), handedTo(was, seat, me, { terminal, by: me })]
  const where = { ...(terminal && { terminal }), ...(seat.of && { host: seat.of }) }
  return [...arrives(was, me), happened('KeyboardAsked', { person: me, ...where })]
})

/** "I have control": of the host's keyboard, or without `host` of every one that was given to them. */
export const haveControl: Room<'have-control'> = knowing(whoTypes, (was, ask, known) => {
  const me = ask.by.id
  const { host } = ask.body
  const seat = keyboardAsked(was, host)
  if ('code' in seat) return seat
  const mine = host === undefined ? heldBy(was, me) : [seat].filter(one => one.holder === me)
  return mine.length > 0 ? controlTaken(mine, me) : keyboardHeld(was, known, me, seat)
})

/** Nothing where nobody waits for that word. */
function controlTaken(seats: readonly Seat[], person: string): IncidentEvent[] {
  return seats
    .filter(seat => seat.awaiting)
    .map(({ host, epoch }) => happened('ControlTaken', { person, epoch, ...(host && { host }) }))
}

/** The keyboard that an ask means; a host that nobody shared a terminal of has none. */
export function keyboardAsked(was: Incident, host: string | undefined): Asked | Refusal {
  const isKnown = host === undefined || [...was.terminals, ...(was.seats ?? [])].some(one => one.host === host)
  if (!isKnown) return refuse('unknown-host', say.unknownHost(host), [shareOne])
  const of = ownHost(was, host)
  return { ...seatOf(was, of), ...(of && { of }) }
}

const shareOne: Next = { label: label.shareOne, command: 'look-around', body: {}, line: 'fireline share' }

interface More {
  /** Whose deed it is. */
  by: string
  /** They leave the room by it. */
  leaves?: true
  reason?: string
  terminal?: string
  /** Of several at once each has a number of its own. */
  epoch?: number
}

/** Every hand-over raises the epoch: it is what agents refuse older keys by. */
export function handedTo(was: Incident, seat: Asked, to: string, more: More): IncidentEvent {
  const host = seat.of && { host: seat.of }
  return happened('KeyboardGiven', {
    to,
    ...(seat.holder && { from: seat.holder }),
    epoch: more.epoch ?? was.epoch + 1,
    ...(more.reason && { reason: more.reason }),
    ...(more.terminal && { terminal: more.terminal }),
    ...host,
    ...(awaitsControl(was, { ...host, to, by: more.by, leaves: more.leaves }) && { awaiting: true as const }),
  })
}

/** "Ben has the keyboard on db-1.", with the ways forward of one who wanted to type. */
export function keyboardHeld(was: Incident, known: WhoTypes, asker: string, seat: Asked): Decision {
  const { holder = '', of, askedBy } = seat
  const name = nameOf(was, known, holder)
  const host = of ?? sharedNow(was).find(terminal => seatOf(was, terminal.host).host === seat.host)?.host
  const there = of ? { host: of } : {}
  const isIn = was.people.some(one => one.person === asker && !one.leftAt)
  const watch = { label: label.watch, command: 'join' }
  const next: Next[] = [
    isIn ? { ...watch, body: {}, line: 'fireline watch' } : { ...watch, body: { as: 'observer' } },
    ...(askedBy.includes(asker) ? [] : [{ label: label.askForIt, command: 'ask-keyboard', body: there }]),
    { label: label.lookAround, command: 'look-around', body: {}, line: 'fireline share --look' },
  ]
  const over = { command: 'take-over', body: { reason: null, ...there } }
  if (was.lead === asker) next.push({ label: label.takeOver, ...over })
  else if (!known.beating.has(holder)) next.push({ label: label.isGoneTakeIt(name), ...over })
  return refuse('keyboard-held', say.keyboardHeld(name, host), next)
}
