import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Looker, NextStep } from '../../incident/next.ts'
import { changeNow } from '../../incident/next-change.ts'
import { heldBy } from '../../incident/seats.ts'
import { callTheTeam, openForm } from '../desk/forms.ts'
import type { KeyName } from '../desk/keys.ts'
import { moreActions } from './more-actions.ts'
import { seatActions } from './seat-actions.ts'
import { objectable } from './use-choices.ts'

/** Something one can do in a room, by its name, with its key, and why not when it is off. */
export interface RoomAction {
  next: Next
  key?: KeyName
  off?: string
}

const keyed: readonly (readonly [KeyName, Next])[] = [
  ['update', openForm('Post an update…', 'post-update')],
  ['callIn', callTheTeam],
  ['handOver', openForm('Hand over the lead…', 'offer-lead')],
  ['offer', openForm('Give the keyboard…', 'give-keyboard')],
  ['evidence', openForm('Add evidence…', 'add-evidence')],
  ['hypothesis', openForm('Say what it might be…', 'propose-hypothesis')],
  ['suggest', openForm('Suggest a remedy…', 'suggest')],
  ['object', openForm('Object…', 'object')],
  ['change', openForm('Propose a change…', 'propose-change')],
]

/** Everything by name: what is next, what has a key, what the seats and the menu offer. Each command once. */
export function roomActions(is: Incident, me: Looker, step: NextStep, now: string): RoomAction[] {
  const apply = applyAction(is, me, now)
  const all: RoomAction[] = [
    ...(step.does ? [{ key: 'next' as const, next: step.does }] : []),
    ...(step.also ?? []).map(next => ({ next })),
    ...keyed.map(([key, next]) => ({ key, next })),
    ...(apply ? [apply] : []),
    ...[...seatActions(is, me), ...moreActions(is)].map(next => ({ next })),
  ]
  const names = all.map(({ next }) => nameOf(next))
  return all
    .filter((_, i) => names.indexOf(names[i] ?? '') === i)
    .map(action => ({ ...action, off: action.off ?? whyOff(is, me, action.next) }))
}

const nameOf = ({ command, body }: Next): string => `${command} ${JSON.stringify(body)}`

const forViewers = new Set(['suggest', 'object', 'join', 'leave', 'withdraw-objection'])

/** Why this would be refused, where that is plain to see from here. */
export function whyOff(is: Incident, me: Looker, { command }: Next): string | undefined {
  if (me.role === 'viewer' && !forViewers.has(command)) return 'A responder may do this; you watch.'
  if (command === 'object' && objectable(is).length === 0) return 'Nothing is suggested or proposed yet.'
  if (command === 'offer-lead' && is.lead !== me.id) return 'Only who leads hands it over.'
  if (command === 'give-keyboard' && is.lead !== me.id && heldBy(is, me.id).length === 0)
    return 'You do not have the keyboard.'
  const isOver = is.status === 'resolved'
  return isOver && (command === 'call-in' || command === 'offer-lead') ? 'It is over. Open it again first.' : undefined
}

/** The change that waits to be applied, and what it still waits for. */
export function applyAction(is: Incident, me: Looker, now: string): RoomAction | undefined {
  const change = is.changes.findLast(one => one.state === 'proposed' || one.state === 'failed')
  if (!change || is.status === 'resolved') return undefined
  const next = { label: `Apply ${change.ref}: ${change.what}`, command: 'apply-change', body: { change: change.id } }
  const operator = is.people.find(one => one.person === is.operator)?.name ?? 'the operator'
  const stands = changeNow(is, change, me.id, operator, now)
  const ways = [stands.does, ...(stands.also ?? [])]
  const off = ways.some(way => way?.command === 'apply-change') ? undefined : stands.says
  return { key: 'apply', next, off }
}
