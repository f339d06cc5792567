import type { Next } from './decision.ts'
import type { Incident } from './incident.ts'

/** The next action of one person in one incident, in one sentence, with what is missing and the one button for it. */
export interface NextStep {
  /** 1 alert, 2 tell everyone, 3 find the cause, 4 runbook, 5 one lead, 6 back up, then change, 7 write it down. */
  step: number
  says: string
  missing: string[]
  does?: Next
  also?: Next[]
}

/** Who looks, as far as it matters here. */
export interface Looker {
  id: string
  role: 'viewer' | 'responder' | 'admin'
}

export type Rule = (is: Incident, me: Looker, now: string) => NextStep | undefined

export const ask = (label: string, command: string, body: Next['body'] = {}): Next => ({ label, command, body })

export const nameOf = (is: Incident, person: string): string =>
  is.people.find(one => one.person === person)?.name ?? 'Somebody else'
