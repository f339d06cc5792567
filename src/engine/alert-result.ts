import type { Alert } from '../alert/alert.ts'
import type { KeptOut } from '../steps/intake/place-alert.ts'
import { whyKeptOut } from '../steps/intake/say.ts'

/** What became of one alert of a report: the sender's receipt. `rule` says why it was kept from opening anything. */
export interface AlertResult {
  alert?: string
  fingerprint: string
  status: Alert['status']
  incident?: string
  outcome: 'accepted' | 'created' | 'updated' | 'joined' | 'resolved' | 'suppressed'
  rule?: string
  /** The rule in words. */
  why?: string
  /** The silence that covers it. */
  silence?: string
  /** The alert that mutes it. */
  inhibitedBy?: string
}

export const suppressed = (result: Omit<AlertResult, 'outcome'>, rule: string): AlertResult => ({
  ...result,
  outcome: 'suppressed',
  rule,
  why: whyKeptOut(rule),
})

export const keptOutResult = (result: Omit<AlertResult, 'outcome'>, { rule, why, by }: KeptOut): AlertResult => ({
  ...result,
  incident: undefined,
  outcome: 'suppressed',
  rule,
  why,
  ...(rule === 'silence' && { silence: by }),
  ...(rule === 'inhibited' && { inhibitedBy: by }),
})
