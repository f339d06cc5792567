import type { z } from 'zod'
import { type Decide, type Decision, happened, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Incident } from '../../incident/incident.ts'
import type { rallyAsks } from './asks.ts'
import { arrives } from './lead.ts'
import { isHere, nameOf, sitter, type WhoIsWho, whoIsWho } from './room.ts'
import { label, say } from './say.ts'

type Body<N extends keyof typeof rallyAsks> = z.infer<(typeof rallyAsks)[N]['body']>
type Room<N extends keyof typeof rallyAsks> = Decide<Body<N>, 'people' | 'seen'>

/** Free, or held by one who is not here: taken at once. Otherwise it is asked for. */
export const takeKeyboard: Room<'take-keyboard'> = knowing(whoIsWho, (was, ask, known) => {
  if (was.operator === ask.by.id) return []
  if (isHere(was, known, was.operator)) return keyboardHeld(was, known, ask.by.id)
  return [...arrives(was, ask.by.id), handedTo(was, ask.by.id, ask.body)]
})

/** By its holder or the lead, to whoever may type. */
export const giveKeyboard: Room<'give-keyboard'> = knowing(whoIsWho, (was, ask, known) => {
  const isTheirs = was.operator === ask.by.id || was.lead === ask.by.id || !isHere(was, known, was.operator)
  if (!isTheirs) return keyboardHeld(was, known, ask.by.id)
  const again = [{ label: label.giveToSomebodyElse, command: 'give-keyboard', body: { to: null } }]
  const to = sitter(known, ask.body.to, again)
  if ('code' in to) return to
  return to.id === was.operator ? [] : [handedTo(was, to.id, { terminal: ask.body.terminal })]
})

/** Nothing waits for one who is not here: then asking is taking. */
export const askKeyboard: Room<'ask-keyboard'> = knowing(whoIsWho, (was, ask, known) => {
  const person = ask.by.id
  if (was.operator === person || was.keyboardAskedBy.includes(person)) return []
  const terminal = ask.body.terminal && { terminal: ask.body.terminal }
  if (isHere(was, known, was.operator))
    return [...arrives(was, person), happened('KeyboardAsked', { person, ...terminal })]
  return [...arrives(was, person), handedTo(was, person, ask.body)]
})

/**
 * The lead takes the keyboard, anybody a seat whose holder is gone; never from two people at once. Without `seat`: the
 * keyboard, and the lead with it where the same person had both; the lead, where the asker has the keyboard already.
 */
export const takeOver: Room<'take-over'> = knowing(whoIsWho, (was, ask, known) => {
  const { reason } = ask.body
  const person = ask.by.id
  const seat = ask.body.seat ?? (was.operator === person ? 'lead' : 'keyboard')
  const holder = seat === 'lead' ? was.lead : was.operator
  if (holder === person) return []
  const mayTake = holder === undefined || (seat === 'keyboard' && was.lead === person) || !known.seen.has(holder)
  if (!mayTake) return holderIsHere(was, known, seat, holder)
  const takesLead = seat === 'lead' || (was.lead === holder && was.lead !== undefined)
  const from = was.lead ? { from: was.lead } : {}
  return [
    ...arrives(was, person),
    ...(takesLead ? [happened('LeadTaken', { person, ...from, reason })] : []),
    ...(seat === 'keyboard' ? [handedTo(was, person, { reason })] : []),
  ]
})

/** Every hand-over raises the epoch: it is what agents refuse older keys by. */
export function handedTo(was: Incident, to: string, more: { reason?: string; terminal?: string } = {}): IncidentEvent {
  const from = was.operator && { from: was.operator }
  const reason = more.reason && { reason: more.reason }
  const terminal = more.terminal && { terminal: more.terminal }
  return happened('KeyboardGiven', { to, ...from, epoch: was.epoch + 1, ...reason, ...terminal })
}

/** "Ben has the keyboard on db-1.", with the ways forward of one who wanted to type. */
export function keyboardHeld(was: Incident, known: WhoIsWho, asker: string): Decision {
  const name = nameOf(was, known, was.operator ?? '')
  const host = was.terminals.find(terminal => terminal.state === 'live' && !terminal.looking)?.host
  const isIn = was.people.some(one => one.person === asker && !one.leftAt)
  const hasAsked = was.keyboardAskedBy.includes(asker)
  const watch = { label: label.watch, command: 'join' }
  const next: Next[] = [
    isIn ? { ...watch, body: {}, line: 'fireline watch' } : { ...watch, body: { as: 'observer' } },
    ...(hasAsked ? [] : [{ label: label.askForIt, command: 'ask-keyboard', body: {} }]),
    { label: label.lookAround, command: 'look-around', body: {}, line: 'fireline share --look' },
  ]
  const over = { command: 'take-over', body: { reason: null } }
  if (was.lead === asker) next.push({ label: label.takeOver, ...over })
  else if (!known.seen.has(was.operator ?? '')) next.push({ label: label.isGoneTakeIt(name), ...over })
  return refuse('keyboard-held', say.keyboardHeld(name, host), next)
}

function holderIsHere(was: Incident, known: WhoIsWho, seat: 'lead' | 'keyboard', holder: string): Decision {
  const ways: Record<typeof seat, Next> = {
    keyboard: { label: label.askForIt, command: 'ask-keyboard', body: {} },
    lead: { label: label.suggest, command: 'suggest', body: { text: null, why: null } },
  }
  return refuse('holder-is-here', say.holderIsHere(nameOf(was, known, holder)), [ways[seat]])
}
