import type { z } from 'zod'
import { type Ask, type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { type Incident, presentResponders } from '../../incident/incident.ts'
import { comesToWork, heldBy } from '../../incident/seats.ts'
import type { rallyAsks } from './asks.ts'
import { handedTo } from './keyboard.ts'
import { arrives, isHere, nameOf, sitter, type WhoIsWho, whoIsWho } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen'>

/** Who comes takes the seats that nobody holds; a viewer watches, and who watches gives back what they held. */
export const join: Room<'join'> = knowing(whoIsWho, (was, ask, { people }) => {
  const person = ask.by.id
  const watches = ask.body.as === 'observer' || people.get(person)?.role === 'viewer'
  if (!watches) return comesToWork(was, person)
  const here = was.people.find(one => one.person === person && !one.leftAt)
  if (here?.as === 'observer') return []
  return [...(here ? [left(was, person)] : []), happened('Joined', { person, as: 'observer' })]
})

/** The keyboard of one who leaves goes to the lead, who has it unless somebody else does; a lead's seat waits for its taker. */
export const leave: Room<'leave'> = knowing(whoIsWho, (was, ask) => leaves(was, ask.by.id))

/** Whoever may not lead or type any more sits nowhere, from the moment it is known. */
export const endSeatsOf: Decide<Body<'end-seats'>> = (was, ask) => {
  const { person } = ask.body
  const sits = was.lead === person || heldBy(was, person).length > 0
  return sits && was.status !== 'resolved' ? leaves(was, person) : []
}

function leaves(was: Incident, person: string): IncidentEvent[] {
  const isIn = was.people.some(one => one.person === person && !one.leftAt)
  const held = heldBy(was, person)
  if (!isIn && was.lead !== person && held.length === 0) return []
  const { lead } = was
  const leadStays = lead !== person && presentResponders(was).some(one => one.person === lead)
  const fall = (to: string) =>
    held.map((seat, n) =>
      handedTo(was, { ...seat, of: seat.host }, to, { by: person, leaves: true, epoch: was.epoch + 2 + n }),
    )
  return [left(was, person), ...(lead && leadStays ? fall(lead) : [])]
}

/** Comes into the room without a seat: the terminal itself is started by `fireline share --look`. */
export const lookAround: Room<'look-around'> = knowing(whoIsWho, (was, ask) => {
  const isIn = was.people.some(one => one.person === ask.by.id && !one.leftAt)
  return isIn ? [] : [happened('Joined', { person: ask.by.id, as: 'responder' })]
})

export const takeLead: Room<'take-lead'> = knowing(whoIsWho, (was, ask, known) => {
  const person = ask.by.id
  if (was.lead === person) return []
  if (was.leadOfferedTo === person) return accepted(was, ask)
  if (isHere(was, known, was.lead)) return leadHeld(was, known, person)
  const from = was.lead ? { from: was.lead } : {}
  return [...arrives(was, person), happened('LeadTaken', { person, ...from })]
})

export const offerLead: Room<'offer-lead'> = knowing(whoIsWho, (was, ask, known) => {
  if (was.lead !== ask.by.id) return isHere(was, known, was.lead) ? leadHeld(was, known, ask.by.id) : notYours(was)
  const to = sitter(known, ask.body.to, [
    { label: label.offerToSomebodyElse, command: 'offer-lead', body: { to: null } },
  ])
  if ('code' in to) return to
  return to.id === was.lead || to.id === was.leadOfferedTo ? [] : [happened('LeadOffered', { to: to.id })]
})

export const acceptLead: Room<'accept-lead'> = knowing(whoIsWho, (was, ask, known) => {
  if (was.lead === ask.by.id) return []
  if (was.leadOfferedTo === ask.by.id) return accepted(was, ask)
  if (!isHere(was, known, was.lead)) return notYours(was)
  return refuse('lead-not-offered', say.leadNotOffered, besideTheLead(was, known, ask.by.id))
})

export const declineLead: Room<'decline-lead'> = knowing(whoIsWho, (was, ask) =>
  was.leadOfferedTo === ask.by.id ? [happened('LeadDeclined', { person: ask.by.id })] : [],
)

export function left(was: Incident, person: string): IncidentEvent {
  const freed: ('lead' | 'keyboard')[] = [
    ...(was.lead === person ? ['lead' as const] : []),
    ...(was.operator === person ? ['keyboard' as const] : []),
  ]
  const held = heldBy(was, person)
  const hosts = held.flatMap(seat => seat.host ?? [])
  const epoch = held.length > 0 && { epoch: was.epoch + 1 }
  return happened('Left', { person, ...(freed.length > 0 && { freed }), ...epoch, ...(hosts.length > 0 && { hosts }) })
}

function accepted(was: Incident, ask: Ask<unknown>): Decision {
  const from = was.lead ? { from: was.lead } : {}
  return [...arrives(was, ask.by.id), happened('LeadAccepted', { person: ask.by.id, ...from })]
}

function leadHeld(was: Incident, known: WhoIsWho, asker: string): Decision {
  return refuse('lead-held', say.leadHeld(nameOf(was, known, was.lead ?? '')), besideTheLead(was, known, asker))
}

function besideTheLead(was: Incident, known: WhoIsWho, asker: string): Next[] {
  const isIn = presentResponders(was).some(one => one.person === asker)
  const name = nameOf(was, known, was.lead ?? '')
  const gone: Next[] = known.seen.has(was.lead ?? '')
    ? []
    : [{ label: label.isGoneTakeIt(name), command: 'take-over', body: { reason: null, seat: 'lead' } }]
  return [
    ...(isIn ? [] : [{ label: label.workAlong, command: 'join', body: {} }]),
    { label: label.suggest, command: 'suggest', body: { text: null, why: null } },
    ...gone,
  ]
}

function notYours(was: Incident): Decision {
  const next = [{ label: label.takeIt, command: 'take-lead', body: {} }]
  return refuse('lead-not-offered', was.lead ? say.leadNotOffered : say.nobodyToTakeOverFrom, next)
}
