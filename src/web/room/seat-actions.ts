import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Looker } from '../../incident/next.ts'
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
  if (!is.operator) return [ask('Take the keyboard', 'take-keyboard')]
  if (is.operator === me.id) return [openForm('Give the keyboard…', 'give-keyboard')]
  const over = openForm('Take over…', 'take-over')
  const asked = is.keyboardAskedBy.includes(me.id)
  return [...(asked ? [] : [ask('Ask for the keyboard', 'ask-keyboard')]), over]
}
