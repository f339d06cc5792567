import type { Next } from './decision.ts'
import type { Incident } from './incident.ts'
import type { IncidentLine } from './line.ts'
import { ask, type Looker, nameOf } from './next.ts'
import { wasItYouSays, wasItYouWays } from './was-it-you.ts'

/** One thing that one person owes, or is asked for, with its one button. */
export interface Owed {
  kind: 'acknowledge' | 'objection' | 'lead' | 'keyboard' | 'update' | 'was-it-you' | 'over' | 'suggestion' | 'page'
  incident: string
  number: number
  says: string
  why: string
  /** A `null` in its body is asked for in a form. */
  does: Next
  also?: Next
  /** The button goes to the room, where what it needs can be read. */
  inRoom?: true
  dueAt?: string
  /** A person is needed now: red. */
  isNeeded: boolean
  /** Smaller comes first. */
  order: number
}

/** Who looks, and the services they are called for now. */
export interface OnCallLooker extends Looker {
  onCallFor: readonly string[]
}

type Rule = (is: Incident, me: OnCallLooker, now: string) => (Omit<Owed, 'incident' | 'number'> | undefined)[]

/** What this incident wants of this person now, most urgent first. */
export function owedTo(is: Incident, me: OnCallLooker, now: string): Owed[] {
  if (me.role === 'viewer' || is.status === 'resolved') return []
  const found = rules.flatMap(rule => rule(is, me, now)).filter(one => one !== undefined)
  return found.map(one => ({ ...one, incident: is.id, number: is.number })).sort(byUrgency)
}

/** Most urgent first; what is due sooner before what is due later. */
export const byUrgency = (a: Owed, b: Owed): number =>
  a.order - b.order || (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') || a.number - b.number

const here = ({ number, title }: Pick<Incident, 'number' | 'title'>) =>
  `INC-${number} ${title.length > 80 ? `${title.slice(0, 79).trimEnd()}…` : title}`

const toHaveIt: Rule = (is, me) => {
  const isCalled = is.calls.some(call => call.person === me.id) || me.onCallFor.includes(is.service)
  if (is.acknowledgedBy || !isCalled || is.cannot.includes(me.id)) return []
  const wakes = is.severity !== 'sev4'
  const does = ask('Acknowledge: I have it', 'acknowledge')
  const why = `${here(is)}, ${is.severity}. You are on call, and nobody has it.`
  return [{ kind: 'acknowledge', says: 'Acknowledge it', why, does, isNeeded: wakes, order: wakes ? 0 : 70 }]
}

const toAnswerObjections: Rule = (is, me, now) => {
  if ((is.lead ?? is.operator) !== me.id) return []
  const open = is.objections.filter(one => one.state === 'open' && one.person !== me.id)
  return open.map(one => ({
    kind: 'objection',
    says: `Answer ${one.by}'s objection`,
    why: `${here(is)}${openFor(one.at, now)}. “${one.reason}”`,
    does: ask('Answer it…', 'answer-objection', { objection: one.id, answer: null }),
    isNeeded: true,
    order: 10,
  }))
}

function openFor(at: string, now: string): string {
  const minutes = Math.floor((Date.parse(now) - Date.parse(at)) / 60_000)
  return minutes > 0 ? `, open ${minutes} min` : ''
}

const toTakeTheLead: Rule = (is, me) => {
  const isHere = is.people.some(one => one.person === me.id && !one.leftAt && one.as !== 'observer')
  if (is.leadNags && isHere)
    return [
      {
        kind: 'lead',
        says: 'Nobody leads',
        why: here(is),
        does: ask('Take the lead', 'take-lead'),
        isNeeded: true,
        order: 15,
      },
    ]
  if (is.leadOfferedTo !== me.id) return []
  const says = `${nameOf(is, is.lead ?? '')} offers you the lead`
  const also = ask('Not me', 'decline-lead')
  return [
    { kind: 'lead', says, why: here(is), does: ask('Take the lead', 'accept-lead'), also, isNeeded: false, order: 20 },
  ]
}

const toGiveTheKeyboard: Rule = (is, me) => {
  if (is.operator !== me.id) return []
  return is.keyboardAskedBy
    .filter(person => person !== me.id)
    .map(person => {
      const name = nameOf(is, person)
      const does = ask(`Give it to ${name}`, 'give-keyboard', { to: person })
      return {
        kind: 'keyboard',
        says: `${name} asks for the keyboard`,
        why: here(is),
        does,
        isNeeded: false,
        order: 25,
      }
    })
}

const soonMs = 10 * 60_000

const toPostTheUpdate: Rule = (is, me, now) => {
  if (!is.nextUpdateDueAt || (is.lead ?? is.acknowledgedBy) !== me.id) return []
  const leftMs = Date.parse(is.nextUpdateDueAt) - Date.parse(now)
  const isOverdue = leftMs <= 0
  return [
    {
      kind: 'update',
      says: isOverdue ? 'The update you promised is due' : 'Post the next update',
      why: `${here(is)}. A draft is ready.`,
      does: ask('Read the draft…', 'post-update', { text: null, audience: null, nextUpdateDueAt: null }),
      dueAt: is.nextUpdateDueAt,
      isNeeded: isOverdue,
      order: isOverdue ? 15 : leftMs < soonMs ? 30 : 60,
    },
  ]
}

const toSayWhetherItWasMe: Rule = (is, me) =>
  is.wasItYou
    .filter(one => one.person === me.id && !one.answer)
    .map(asked => ({
      kind: 'was-it-you',
      says: 'Was it you?',
      why: `${here(is)}. ${wasItYouSays(asked)}`,
      ...wasItYouWays(asked),
      isNeeded: false,
      order: 40,
    }))

const toSayWhetherItIsOver: Rule = (is, me) => {
  const isQuiet = is.alerts.length > 0 && is.alerts.every(alert => alert.recoveredAt)
  if (!isQuiet || (is.lead ?? is.acknowledgedBy) !== me.id) return []
  const says = 'Every alert has recovered. Is it over?'
  const does = ask('Resolve…', 'resolve', { summary: null })
  return [{ kind: 'over', says, why: here(is), does, isNeeded: false, order: 50 }]
}

const toAnswerSuggestions: Rule = (is, me) => {
  if ((is.lead ?? is.operator) !== me.id) return []
  return is.suggestions
    .filter(one => one.state === 'open')
    .map(one => ({
      kind: 'suggestion',
      says: `${one.by} suggests: ${one.text}`,
      why: `${here(is)}. “${one.why}”`,
      does: ask('Look at it', 'accept-suggestion', { suggestion: one.id }),
      inRoom: true,
      isNeeded: false,
      order: 55,
    }))
}

const rules: readonly Rule[] = [
  toHaveIt,
  toAnswerObjections,
  toTakeTheLead,
  toGiveTheKeyboard,
  toPostTheUpdate,
  toSayWhetherItWasMe,
  toSayWhetherItIsOver,
  toAnswerSuggestions,
]

/** What is still to be written down after a fire, by who had it. */
export function owedAfter(line: IncidentLine, me: Looker): Owed[] {
  const had = line.lead ?? line.acknowledgedBy
  if (line.status !== 'resolved' || line.mergedInto || line.drill || had?.id !== me.id) return []
  const owes = { kind: 'page', incident: line.id, number: line.number, inRoom: true, isNeeded: false } as const
  const why = `${here(line)}, resolved. Five minutes now make the next time shorter.`
  if (line.written?.state === 'draft')
    return [
      {
        ...owes,
        says: `Accept the page “${line.written.title}”`,
        why,
        does: ask('Read the draft', 'accept-page'),
        order: 80,
      },
    ]
  if (line.written) return []
  return [{ ...owes, says: 'Write down what helped', why, does: ask('Draft the page', 'draft-page'), order: 90 }]
}
