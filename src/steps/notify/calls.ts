import { type Ask, type Decide, happened, idOf, knowing, type Next, refuse } from '../../incident/decision.ts'
import type { IncidentEvent } from '../../incident/events.ts'
import type { Call, Incident } from '../../incident/incident.ts'
import type { Known } from '../../incident/known.ts'
import { contactOf, over } from '../../roster/contact-name.ts'
import type { Person } from '../../roster/person.ts'
import type { NotifyBody } from './asks.ts'
import { callsOwed } from './escalate.ts'
import { next } from './next.ts'
import { say } from './say.ts'

/** What the receiver said. A contact that failed for good makes way for the same person's next one. */
export const recordCall: Decide<NotifyBody<'record-call'>, 'channels'> = knowing(['channels'], (was, ask, known) => {
  const { call: id, outcome, answer, repeat, together, isMoot } = ask.body
  const call = was.calls.find(one => one.id === id)
  if (call?.state !== 'owed') return []
  const how = { ...(repeat && { repeat }), ...(together && { together }) }
  if (outcome === 'handed over') return [happened('CallHandedOver', { call: id, answer, ...how })]
  if (isMoot) return [happened('CallFailed', { call: id, answer, moot: true })]
  return [happened('CallFailed', { call: id, answer }), ...overNextContact(was, ask, call, known)]
})

/** The first attempt did not get through: that contact is tried on, the next one is called now. */
export const channelDown: Decide<NotifyBody<'channel-down'>, 'channels'> = knowing(['channels'], (was, ask, known) => {
  const call = was.calls.find(one => one.id === ask.body.call)
  return call?.state === 'owed' ? overNextContact(was, ask, call, known) : []
})

/** One that would be called later anyway is called now. */
function overNextContact(
  was: Incident,
  ask: Ask<unknown>,
  call: Call,
  { channels }: Pick<Known, 'channels'>,
): IncidentEvent[] {
  if (was.status === 'resolved') return []
  const mine = channels.get(call.person) ?? []
  const contact = mine[mine.indexOf(contactOf(call)) + 1]
  const isCalled = was.calls.some(
    one =>
      one.person === call.person && contactOf(one) === contact && one.at >= call.at && (one.dueAt ?? ask.at) <= ask.at,
  )
  if (!contact || isCalled) return []
  const { person, reason, askedFor } = call
  const instead = { call: idOf(ask, 0), person, ...over(contact), reason, insteadOf: call.id }
  return [happened('CallOwed', { ...instead, ...(askedFor && { askedFor }) })]
}

/** It stood on a screen: the page behind its link said so itself. */
export const callShown: Decide<NotifyBody<'call-shown'>> = (was, ask) => {
  const call = was.calls.find(one => one.id === ask.body.call)
  return call && call.state !== 'shown' && call.state !== 'tapped' ? [happened('CallShown', { call: call.id })] : []
}

/** A button of it came back. Whoever presses has seen it, so that is not said as well. */
export const callTapped: Decide<NotifyBody<'call-tapped'>> = (was, ask) => {
  const call = was.calls.find(one => one.id === ask.body.call)
  return call && call.state !== 'tapped' ? [happened('CallTapped', { call: call.id })] : []
}

/** One person, or whoever is on call on that schedule now. */
export const page: Decide<NotifyBody<'page'>, 'people' | 'channels' | 'onCall'> = knowing(
  ['people', 'channels', 'onCall'],
  (was, ask, known) => {
    const { person, schedule } = ask.body
    if (was.status === 'resolved') return refuse('resolved', say.resolved, [next.reopen])
    if (schedule !== undefined && !known.onCall.has(schedule))
      return refuse('unknown-schedule', say.noSchedule(schedule), elsewhere(was, known))
    const whom = schedule === undefined ? known.people.get(person ?? '') : known.onCall.get(schedule)
    if (!whom || whom.kind === 'service')
      return schedule === undefined
        ? refuse('unknown-person', say.noPerson(person ?? ''), elsewhere(was, known))
        : refuse('nobody-on-call', say.nobodyOn(schedule), elsewhere(was, known))
    const calls = callsOwed(ask, known, [whom.id], say.pagedBy(ask.by.name), true)
    return calls.length > 0 ? calls : [happened('NobodyToCall', { reason: say.noChannel(whom.name) })]
  },
)

const mostSchedules = 3

/** A person by name, whoever is on call elsewhere, or everybody. */
function elsewhere(was: Incident, { onCall }: Pick<Known, 'onCall'>): Next[] {
  const there = [...onCall].flatMap(([slug, person]) => (person ? [next.pageSchedule(slug, person.name)] : []))
  return [next.pageSomebody, ...there.slice(0, mostSchedules), next.callInTheTeam(was.team)]
}

/** Everyone named, or the whole team, but who asks and who is here already. */
export const callIn: Decide<NotifyBody<'call-in'>, 'people' | 'channels'> = knowing(
  ['people', 'channels'],
  (was, ask, known) => {
    const { team, people } = ask.body
    if (was.status === 'resolved') return refuse('resolved', say.resolved, [next.reopen])
    if (team !== undefined && team !== was.team && team !== 'default')
      return refuse('unknown-team', say.noTeam(team), [next.callInTheTeam(was.team), next.callInPeople])
    const unknown = people?.find(id => known.people.get(id)?.kind !== 'person')
    if (unknown !== undefined)
      return refuse('unknown-person', say.noPerson(unknown), [next.callInPeople, next.callInTheTeam(was.team)])
    const isHere = (id: string) => was.people.some(one => one.person === id && !one.leftAt)
    const called = [...new Set(people ?? teamOf(known.people))].filter(
      id => people || (id !== ask.by.id && !isHere(id)),
    )
    if (called.length === 0) return [happened('NobodyToCall', { reason: say.nobodyInTeam })]
    const said = happened('CalledIn', { people: called, ...(team !== undefined && { team }) })
    const calls = callsOwed(ask, known, called, say.calledIn(ask.by.name), true)
    return calls.length > 0 ? [said, ...calls] : [said, happened('NobodyToCall', { reason: say.noChannels })]
  },
)

/** One team until there are more: everyone who may work on incidents. */
const teamOf = (people: Map<string, Person>): string[] =>
  [...people.values()].filter(one => one.kind === 'person' && one.role !== 'viewer').map(one => one.id)
