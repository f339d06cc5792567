import type { Incident } from '../../incident/incident.ts'

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
