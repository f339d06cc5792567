import type { Ask, Decide, Decision, Next, Wanted } from '../../incident/decision.ts'
import { happened, isRefusal, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import { against, hostKey } from '../../incident/host-seats.ts'
import type { Incident } from '../../incident/incident.ts'
import type { HeldElsewhere, Known } from '../../incident/known.ts'
import { label, say } from './say.ts'

/** Comes to work, or is paged: whether a keyboard comes with it is beside the point, and they are not held up for one. */
const goesOnWithout: readonly string[] = ['acknowledge', 'snooze', 'join', 'leave', 'end-seats']

const asksForIt: readonly string[] = ['take-keyboard', 'ask-keyboard', 'take-over']

/**
 * One keyboard a host, whichever incident it is worked on in: what a decision gives stays with who has it elsewhere. Where the ask
 * was about a keyboard, or needs one, that is the polite no; who only comes to work comes without.
 */
export function oneKeyboardAHost(command: string, decide: Decide<never, Wanted>): Decide<never, Wanted> {
  const knows = [...(decide.knows ?? []), 'heldElsewhere'] as const
  const decideHere: Decide<never, Wanted> = (was, ask, known) => {
    const decision = decide(was, ask, known)
    // Its keyboard is nobody's here, or one has every other one here: asked for by name, it is the one elsewhere that is meant.
    const saysNothing = isRefusal(decision) ? decision.code === 'unknown-host' : decision.length === 0
    if (asksForIt.includes(command) && saysNothing) return knownThere(was, ask, known, decision)
    if (isRefusal(decision)) return decision
    const { host } = (ask.body ?? {}) as { host?: string }
    const holding = (event: IncidentEvent) => against(was, event, known.heldElsewhere, host)
    const isOurs = decision.filter(event => !holding(event))
    if (isOurs.length === decision.length) return decision
    if (goesOnWithout.includes(command)) return isOurs
    if (command === 'take-over-due') return [happened('TakeOverCalledOff', takeOverOf(ask))]
    const held = decision.map(holding).find(one => one !== undefined)
    return held ? heldInAnother(was, ask, held) : decision
  }
  return Object.assign(decideHere, { knows })
}

function knownThere(was: Incident, ask: Ask<unknown>, { heldElsewhere }: Pick<Known, 'heldElsewhere'>, no: Decision) {
  const { host } = ask.body as { host?: string }
  const held = heldElsewhere.find(
    one => host !== undefined && hostKey(one.host) === hostKey(host) && one.person !== ask.by.id,
  )
  return held ? heldInAnother(was, ask, held) : no
}

const takeOverOf = (ask: Ask<unknown>) => ({ takeOver: (ask.body as { takeOver: string }).takeOver })

/** "Ana has the keyboard on db-1 in INC-1.", with the ways there. */
export function heldInAnother(was: Incident, ask: Ask<unknown>, held: HeldElsewhere): Decision {
  const { host, incident, person, name, isThere } = held
  const there = { incident }
  const isMine = person === ask.by.id
  const give = { label: label.giveItThere(incident), command: 'give-keyboard', body: { to: null, host }, ...there }
  const ways: Next[] = [
    { label: label.workAlongIn(incident), command: 'join', body: {}, ...there },
    { label: label.askForItIn(incident), command: 'ask-keyboard', body: { host }, ...there },
    { label: label.lookAround, command: 'look-around', body: {}, line: 'fireline share --look' },
  ]
  const over = { command: 'take-over', ...there }
  const leads = { label: label.takeOver, body: { reason: null, host, incident: `INC-${was.number}` }, ...over }
  const gone = { label: label.isGoneTakeIt(name), body: { reason: null, host }, ...over }
  if (was.lead === ask.by.id) ways.push(leads)
  else if (!isThere) ways.push(gone)
  return refuse('keyboard-held', say.keyboardHeldIn(name, host, incident), isMine ? [give] : ways)
}
