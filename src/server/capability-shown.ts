import type { Looker, NextStep } from '../incident/next.ts'
import { nextStep } from '../incident/next-step.ts'
import type { Person } from '../roster/person.ts'
import type { SizeUp } from '../steps/identify/size-up.ts'
import type { Capability } from '../store/capabilities.ts'
import type { Head } from '../store/head.ts'
import type { LookIn } from './capability-room.ts'

/** What can be looked at behind one link: `now` is the link itself, each other is one word after it. */
export const views = [
  'now',
  'tell',
  'logs',
  'terminal',
  'call-in',
  'hand-over',
  'people',
  'timeline',
  'object',
  'suggest',
  'answer',
] as const
export type View = (typeof views)[number]

/** What the page shows and where its buttons post to. */
export interface Shown {
  is: Head & { sizeUp: SizeUp }
  capability: Capability
  view: View
  /** The path of the link itself. */
  at: string
  zone: string
  now: string
  name(person: string): string
  /** Everyone who may be called to work on it. */
  team: Person[]
  /** As people know it. */
  serviceName: string
  /** How many stakeholders a word would reach by mail. */
  mustKnow: number
  /** What a responder may look at. */
  room?: LookIn
  /** Asked for by the page itself: its style and its script are there already. */
  isAgain?: boolean
  /** Why pages may not leave now. */
  red?: string
  /** A no to what was just pressed, and what was written then: it is not lost. */
  trouble?: string
  written?: Record<string, string>
}

export const viewAt = ({ at }: Shown, view: View): string => (view === 'now' ? at : `${at}/${view}`)

export function looker({ capability, team }: Shown): Looker {
  const id = capability.person ?? ''
  return { id, role: team.find(one => one.id === id)?.role ?? 'viewer' }
}

export const nextFor = (shown: Shown): NextStep => nextStep(shown.is, looker(shown), shown.now)

const mostText = 1_500
export const cut = (text: string, most = mostText): string => (text.length > most ? `${text.slice(0, most)} …` : text)

/** "4 min 20 s", from one time to another; "now" once it is past. */
export function lengthTo(now: string, then: string): string {
  const seconds = Math.round((Date.parse(then) - Date.parse(now)) / 1_000)
  if (seconds <= 0) return 'now'
  const hours = Math.floor(seconds / 3_600)
  const minutes = Math.floor((seconds % 3_600) / 60)
  if (hours > 0) return `in ${hours} h ${minutes} min`
  const rest = seconds % 60 > 0 ? ` ${seconds % 60} s` : ''
  return minutes > 0 ? `in ${minutes} min${rest}` : `in ${seconds} s`
}
