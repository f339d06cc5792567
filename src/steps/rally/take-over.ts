import type { z } from 'zod'
import { type Ask, type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { EntryOf } from '../../incident/entry.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, presentResponders } from '../../incident/incident.ts'
import { later, type Obligation } from '../../incident/obligation.ts'
import { seatOf } from '../../incident/seats.ts'
import type { rallyAsks } from './asks.ts'
import { type Asked, handedTo, keyboardAsked } from './keyboard.ts'

import { arrives, nameOf, type WhoTypes, whoTypes } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
/** So long who types has to come to an end, or to say no. */
const untilTakenMs = 10_000

type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen' | 'beating'>
const fromElsewhere = [...whoTypes, 'otherIncident'] as const

/**
 * The lead takes a keyboard, ten seconds after saying so to one who is there, and so does the lead of another incident on that host; anybody a seat
 * whose holder is gone; never from two people at once. Without `seat`: the
 * keyboard, and the lead with it where the same person had both; the lead, where the asker has the keyboard already.
 */
export const takeOver: Decide<Body<'take-over'>, (typeof fromElsewhere)[number]> = knowing(
  fromElsewhere,
  (was, ask, known) => {
    const person = ask.by.id
    const { reason, host } = ask.body
    const asked = keyboardAsked(was, host)
    if ('code' in asked) return asked
    const seat = ask.body.seat ?? (asked.holder === person ? 'lead' : 'keyboard')
    const holder = seat === 'lead' ? was.lead : asked.holder
    if (holder === person) return []
    const isGone = holder === undefined || !(seat === 'lead' ? known.seen : known.beating).has(holder)
    // Who leads another incident that is worked on here, too, may take the host's keyboard as the lead of this one may.
    const leads = was.lead === person || (ask.body.incident !== undefined && known.otherIncident?.lead === person)
    if (!isGone && (seat === 'lead' || !leads)) return holderIsHere(was, known, ask.by.id, seat, { ...asked, holder })
    // Who types now is told first; nothing is announced to one who has not begun.
    if (!isGone && !asked.awaiting) return announced(was, ask, asked, holder)
    const takesLead = seat === 'lead' || (was.lead === holder && was.lead !== undefined)
    const from = was.lead ? { from: was.lead } : {}
    return [
      ...arrives(was, person),
      ...(takesLead ? [happened('LeadTaken', { person, ...from, reason })] : []),
      ...(seat === 'keyboard' ? [handedTo(was, asked, person, { by: person, reason })] : []),
    ]
  },
)

function announced(was: Incident, ask: Ask<Body<'take-over'>>, { of }: Asked, from: string): IncidentEvent[] {
  const person = ask.by.id
  const isSaid = was.takeOvers?.some(one => one.person === person && one.host === of && one.from === from)
  if (isSaid) return []
  const { reason } = ask.body
  const effectiveAt = later(ask.at, untilTakenMs)
  const said = { takeOver: ask.id, person, from, ...(of && { host: of }), reason, effectiveAt }
  return [...arrives(was, person), happened('TakeOverAnnounced', said)]
}

/** Its time has come. Where the keyboard went elsewhere meanwhile, or who announced it is gone, it does not happen. */
export const takeOverDue: Decide<Body<'take-over-due'>> = (was, ask) => {
  const over = was.takeOvers?.find(one => one.takeOver === ask.body.takeOver)
  if (!over) return []
  const { takeOver, person, from, host, reason } = over
  const seat = seatOf(was, host)
  const isStill = seat.holder === undefined || seat.holder === from
  const isHere = presentResponders(was).some(one => one.person === person)
  if (!isStill || !isHere) return [happened('TakeOverCalledOff', { takeOver })]
  return [handedTo(was, { ...seat, ...(host && { of: host }) }, person, { by: person, reason })]
}

/** By who has the keyboard, or by who announced it. */
export const callOffTakeOver: Room<'call-off-take-over'> = knowing(whoTypes, (was, ask, known) => {
  const { takeOver, reason } = ask.body
  const over = was.takeOvers?.find(one => one.takeOver === takeOver)
  if (!over) return []
  const isTheirs = [over.from, over.person, was.lead].includes(ask.by.id)
  if (isTheirs) return [happened('TakeOverCalledOff', { takeOver, ...(reason && { reason }) })]
  const suggest = { label: label.suggest, command: 'suggest', body: { text: null, why: null } }
  return refuse('not-your-keyboard', say.betweenThem(nameOf(was, known, over.from), nameOf(was, known, over.person)), [
    suggest,
  ])
})

export function owesTheTakeOver({ data }: EntryOf<'TakeOverAnnounced'>): Obligation[] {
  const { takeOver, effectiveAt } = data
  const body = { command: 'take-over-due', body: { takeOver } }
  return [{ kind: 'ask', key: `take-over:${takeOver}`, dueAt: effectiveAt, body }]
}

function holderIsHere(
  was: Incident,
  known: WhoTypes,
  asker: string,
  seat: 'lead' | 'keyboard',
  { of, holder = '', askedBy }: Asked,
): Decision {
  const name = nameOf(was, known, holder)
  const suggest: Next = { label: label.suggest, command: 'suggest', body: { text: null, why: null } }
  if (seat === 'lead') return refuse('holder-is-here', say.holderIsHere(name), [suggest])
  if (askedBy.includes(asker)) return refuse('holder-is-here', say.holderWasAsked(name), [suggest])
  const askForIt = { label: label.askForIt, command: 'ask-keyboard', body: of ? { host: of } : {} }
  return refuse('holder-is-here', say.holderIsHere(name), [askForIt])
}
