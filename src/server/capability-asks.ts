import { commands } from '../api/commands.ts'
import { type Incident, presentResponders } from '../incident/incident.ts'
import { later } from '../incident/obligation.ts'
import type { Capability } from '../store/capabilities.ts'
import { ApiError } from './answer.ts'
import type { View } from './capability-shown.ts'
import { checked } from './serve-routes.ts'

/** What each kind of link may ask. Typing, changes and settings are never among it. */
export const mayAsk: Record<Capability['kind'], readonly string[]> = {
  responder: [
    'acknowledge',
    'i-cannot',
    'snooze',
    'post-update',
    'tell-stakeholders',
    'call-in',
    'page',
    'offer-lead',
    'accept-lead',
    'decline-lead',
    'take-lead',
    'hand-over',
    'join',
    'suggest',
    'object',
    'answer-objection',
    'maybe-mine',
    'not-mine',
    'judge-page',
  ],
  author: ['maybe-mine', 'not-mine'],
  stakeholder: [],
}

/** Where the form of a command stands: shown again, as it was filled in, when it was refused. */
export const viewOf: Record<string, View> = {
  'post-update': 'tell',
  'tell-stakeholders': 'tell',
  'call-in': 'call-in',
  page: 'call-in',
  'hand-over': 'hand-over',
  'offer-lead': 'hand-over',
  object: 'object',
  suggest: 'suggest',
  'answer-objection': 'answer',
}

/** Where a press leads: who was called is seen among the people. */
export const leadsTo: Record<string, View> = { 'call-in': 'people', page: 'people', 'hand-over': 'people' }

export interface Asked {
  command: string
  body: unknown
}

interface Pressed {
  command: string
  form: Record<string, string>
  is: Incident
  capability: Capability
  now: string
}

/** What one press asks, in this order; the error names the field that is wrong. */
export function asksOf(pressed: Pressed): Asked[] | ApiError {
  const { command, form, capability } = pressed
  const filled = Object.fromEntries(Object.entries(form).filter(([, text]) => text.trim() !== ''))
  const asks = together[command]?.(filled, pressed) ?? [{ command, body: filled }]
  try {
    return asks.map(one => ({ command: one.command, body: checkedBody(one, capability) }))
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

/** An author speaks of the change they were asked about. */
function checkedBody({ command, body }: Asked, { kind, subject }: Capability): unknown {
  const about = kind === 'author' ? { change: subject } : {}
  return checked(commands[command]?.body, { ...(body as object), ...about }, '')
}

type Form = Record<string, string>

/** Presses that mean more, or are filled in otherwise, than the one command of their name. */
const together: Record<string, (form: Form, pressed: Pressed) => Asked[]> = {
  'post-update': ({ nextInMinutes = '', ...form }, { is, capability, now }) => {
    const last = is.updates.at(-1)
    const isSaid = last?.text === form['text']?.trim() && last?.by === capability.name
    if (isSaid && Date.parse(now) - Date.parse(last?.at ?? '') < tappedTwiceMs) return []
    const minutes = /^\d{1,4}$/.test(nextInMinutes) ? Number(nextInMinutes) : undefined
    const due = minutes === undefined ? {} : { nextUpdateDueAt: minutes > 0 ? later(now, minutes * 60_000) : null }
    return [{ command: 'post-update', body: { ...form, ...due } }]
  },
  /** The lead is offered, the card is on the timeline for whoever comes, and who is not here is called. */
  'hand-over': ({ to = '', text }, { is }) => {
    const isHere = presentResponders(is).some(one => one.person === to)
    return [
      { command: 'offer-lead', body: { to } },
      ...(text ? [{ command: 'post-update', body: { text, audience: 'responders' } }] : []),
      ...(isHere ? [] : [{ command: 'page', body: { person: to } }]),
    ]
  },
  /** Who takes the lead from a phone has it: the one who gave it may sleep. */
  'accept-lead': () => [
    { command: 'accept-lead', body: {} },
    { command: 'acknowledge', body: {} },
  ],
}

const tappedTwiceMs = 60_000
