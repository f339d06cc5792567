import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Looker } from '../../incident/next.ts'
import { seatsInUse } from '../../incident/seats.ts'
import { openForm } from '../desk/forms.ts'

/** What one person may do about the seats now. Alone there is nothing to hand over, and no seat is named. */
export function seatActions(is: Incident, me: Looker): Next[] {
  const here = is.people.filter(one => !one.leftAt)
  const mine = here.find(one => one.person === me.id)
  if (is.status === 'resolved') return []
  if (!mine)
    return me.role === 'viewer'
      ? [ask('Watch', 'join', { as: 'observer' })]
      : [ask('Come in', 'join'), ask('Only watch', 'join', { as: 'observer' })]
  const leave = ask('Leave', 'leave')
  if (me.role === 'viewer') return [leave]
  if (here.length < 2) return mine.as === 'observer' ? [ask('Work on it', 'join'), leave] : [leave]
  return [...leadActions(is, me), ...keyboardActions(is, me), leave]
}

const ask = (label: string, command: string, body: Next['body'] = {}): Next => ({ label, command, body })

function leadActions(is: Incident, me: Looker): Next[] {
  if (is.leadOfferedTo === me.id) return [ask('Take the lead', 'accept-lead'), ask('Not me', 'decline-lead')]
  if (!is.lead) return [ask('Take the lead', 'take-lead')]
  return is.lead === me.id ? [openForm('Offer the lead…', 'offer-lead')] : []
}

function keyboardActions(is: Incident, me: Looker): Next[] {
  return seatsInUse(is).flatMap(({ host, holder, awaiting, askedBy }) => {
    const [on, there] = host ? [` on ${host}`, { host }] : ['', {}]
    if (!holder) return [ask(`Take the keyboard${on}`, 'take-keyboard', there)]
    if (holder === me.id && awaiting) return [ask(`I have control${on}`, 'have-control', there)]
    if (holder === me.id) return [openForm(`Give the keyboard${on}…`, 'give-keyboard', there)]
    const over = openForm(`Take over${on}…`, 'take-over', there)
    // A host's own keyboard is asked for at its terminal.
    const asks = host || askedBy.includes(me.id) ? [] : [ask('Ask for the keyboard', 'ask-keyboard')]
    return host && is.lead !== me.id ? [] : [...asks, over]
  })
}
