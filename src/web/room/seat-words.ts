import type { Incident } from '../../incident/incident.ts'
import { seatsInUse } from '../../incident/seats.ts'

/** Who types, said once: "Ben has the keyboard", or where each of several does. Undefined while nobody has one. */
export function typistWords(is: Incident, me: string, nameOf: (person: string) => string): string | undefined {
  const held = seatsInUse(is).filter(seat => seat.holder)
  const name = (holder = '') => (holder === me ? 'You' : nameOf(holder))
  const [first, ...others] = held
  if (!first) return undefined
  if (others.every(seat => seat.holder === first.holder))
    return first.holder === me ? 'You have the keyboard' : `${name(first.holder)} has the keyboard`
  return held.map(({ host, holder }) => `${name(holder)} on ${host ?? 'the others'}`).join(', ')
}

/** The keyboards of one person, beside their name: "keyboard", or where hosts have their own, of which. */
export function keyboardWords(is: Incident, person: string): string[] {
  const mine = seatsInUse(is).filter(seat => seat.holder === person)
  const hosts = mine.map(({ host }) => host ?? 'the others')
  if (mine.length === 0) return []
  return [is.seats?.length ? `keyboard on ${hosts.join(' and ')}` : 'keyboard']
}

type Seats = Pick<Incident, 'lead' | 'acknowledgedBy' | 'people' | 'status'>

/** Alone, one simply has it: the words lead and keyboard come with the second person. Who only shared a terminal is here, and it goes on paging. */
export function seatWords(is: Seats, me: string, nameOf: (person: string) => string): string {
  const holder = is.lead ?? is.acknowledgedBy
  if (!holder) return 'nobody has it'
  const isMe = holder === me
  const name = isMe ? 'You' : nameOf(holder)
  const isTeam = is.people.filter(one => !one.leftAt).length > 1
  if (isTeam && !is.lead) return 'Nobody leads'
  if (isTeam) return `${name} ${isMe ? 'lead' : 'leads'}`
  if (is.status === 'open' && !is.acknowledgedBy) return `${name} ${isMe ? 'are' : 'is'} here, nobody has it`
  return `${name} ${isMe ? 'have' : 'has'} it`
}
