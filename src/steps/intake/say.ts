import type { Alert, Label } from '../../alert/alert.ts'
import type { Next } from '../../incident/decision.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Group } from './group.ts'
import type { KeptOut } from './place-alert.ts'

/** The alert's own message, verbatim: what it says first, then its labels. It is the first piece of evidence. */
export function messageOf(alert: Pick<Alert, 'title' | 'labels' | 'annotations' | 'link' | 'startedAt'>): string {
  const said = Object.entries(alert.annotations).filter(([, text]) => text !== alert.title)
  const lines = [alert.title, ...said.map(([name, text]) => `${name}: ${text}`), '', ...listed(alert.labels)]
  return [...lines, `started: ${alert.startedAt}`, ...(alert.link ? [`link: ${alert.link}`] : [])].join('\n')
}

const listed = (labels: Label): string[] => Object.entries(labels).map(([name, value]) => `${name} = ${value}`)

export const acknowledgedElsewhere = (title: string): string =>
  `The sender says that somebody acknowledged this alert there: ${title}`

export const leftOutBySender = (count: number): string =>
  `The sender left ${count} more ${count === 1 ? 'alert' : 'alerts'} out of this message (its limit is set there, as max_alerts). Look there for the whole list.`

const becauseOf: Record<string, string> = {
  'severity-info': 'Alerts of severity info are listed and open nothing.',
  'severity-none': 'Alerts of severity none are listed and open nothing.',
  'watch-only': 'This service is watched only: its alerts are listed and open nothing.',
  shadow: 'Its sender is in shadow beside another pager: its alerts are listed and open nothing.',
  silence: 'A silence covers it; when that ends and this still fires, it comes in.',
  threshold: 'Its group opens an incident only once enough of its alerts fire; then this one comes in too.',
  flapping: 'It goes up and down: until it was steady, that opens, closes and pages nothing.',
  inhibited: 'Another alert that fires mutes it; when that one ends and this still fires, it comes in.',
  heartbeat: 'This alert fires for ever on purpose: it is kept as a heartbeat.',
  'late-copy': 'A late copy of what is known already.',
  'resolve-before-trigger': 'It came before its trigger: it waits 60 s for it.',
  'nothing-fires': 'No alert with this key fires.',
}

/** Words and name of a silence are a person's: one line of each. */
type Said = { reason: string; createdBy: string; endsAt: string }

const toMinute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`
const oneLine = (text: string, most: number): string => text.replaceAll(/\s+/g, ' ').slice(0, most)

export const silencedUntil = ({ reason, createdBy, endsAt }: Said): string =>
  `Silenced until ${toMinute(endsAt)} by ${oneLine(createdBy, 100)}: ${oneLine(reason, 500)}`

export const maintainedUntil = ({ reason, createdBy, endsAt }: Said): string =>
  `Maintenance until ${toMinute(endsAt)}, said by ${oneLine(createdBy, 100)}: ${oneLine(reason, 500)}`

export const rulesChanged = ({ version, by }: { version: number; by: string | null }, basedOn: number): string =>
  `Version ${version} stands${by === null ? '' : `, saved by ${oneLine(by, 100)}`}; yours was made from version ${basedOn}. Read what stands now and put your change on top.`

/** Alerts of a group are too few yet. */
export const belowThreshold = ({ key, threshold = 0 }: Group, count: number): KeptOut => ({
  rule: 'threshold',
  why: `${count} of its group so far; an incident opens once ${threshold} fire within the window, and this one comes in then.`,
  by: key,
})

export const firesAgain = (title: string): string => `It fires again: ${oneLine(title, 300)}`

/** Why an alert opened nothing and joined nothing, by the rule that its receipt names. */
export const whyKeptOut = (rule: string): string => becauseOf[rule] ?? rule

/** All alerts recovered, and people are at work: the lead is asked. Nothing when that is not so. */
export function whenAllRecovered(is: Incident): { question: string; next: Next[] } | undefined {
  if (is.stillFiring !== 0 || is.status === 'resolved') return undefined
  return {
    question: 'Every alert has recovered. Is it over?',
    next: [
      { label: 'It is over', command: 'resolve', body: { summary: null } },
      { label: 'Users are well, we keep watching', command: 'mitigate', body: {} },
    ],
  }
}

/** The codes of this step's refusals: part of the API. */
export const intakeRefusals: readonly string[] = ['rules-changed']
