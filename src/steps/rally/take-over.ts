import type { z } from 'zod'
import { type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { rallyAsks } from './asks.ts'
import { type Asked, handedTo, keyboardAsked } from './keyboard.ts'

import { arrives, nameOf, type WhoTypes, whoTypes } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen' | 'beating'>

/**
 * The lead takes a keyboard, anybody a seat whose holder is gone; never from two people at once. Without `seat`: the
 * keyboard, and the lead with it where the same person had both; the lead, where the asker has the keyboard already.
 */
export const takeOver: Room<'take-over'> = knowing(whoTypes, (was, ask, known) => {
  const person = ask.by.id
  const { reason, host } = ask.body
  const asked = keyboardAsked(was, host)
  if ('code' in asked) return asked
  const seat = ask.body.seat ?? (asked.holder === person ? 'lead' : 'keyboard')
  const holder = seat === 'lead' ? was.lead : asked.holder
  if (holder === person) return []
  const isGone = holder === undefined || !(seat === 'lead' ? known.seen : known.beating).has(holder)
  if (!isGone && (seat === 'lead' || was.lead !== person)) return holderIsHere(was, known, seat, holder, asked)
  const takesLead = seat === 'lead' || (was.lead === holder && was.lead !== undefined)
  const from = was.lead ? { from: was.lead } : {}
  return [
    ...arrives(was, person),
    ...(takesLead ? [happened('LeadTaken', { person, ...from, reason })] : []),
    ...(seat === 'keyboard' ? [handedTo(was, asked, person, { by: person, reason })] : []),
  ]
})

function holderIsHere(
  was: Incident,
  known: WhoTypes,
  seat: 'lead' | 'keyboard',
  holder: string,
  { of }: Asked,
): Decision {
  const ways: Record<typeof seat, Next> = {
    keyboard: { label: label.askForIt, command: 'ask-keyboard', body: of ? { host: of } : {} },
    lead: { label: label.suggest, command: 'suggest', body: { text: null, why: null } },
  }
  return refuse('holder-is-here', say.holderIsHere(nameOf(was, known, holder)), [ways[seat]])
}
