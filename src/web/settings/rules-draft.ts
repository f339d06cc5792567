import type { AlertRules } from '../../steps/intake/alert-rules.ts'
import type { Matcher } from './matchers.tsx'

export type { AlertRules }

/** The alert rules as the API tells them. */
export interface RulesVersion {
  version: number
  at: string | null
  by: string | null
  reason: string | null
  rules: AlertRules
}

export const blank: Matcher = { name: 'alertname', op: '=', value: '' }

/**
 * The rules with what a link asks for, on top, where the first that fits counts: `change=list` makes an alert listed only,
 * `change=threshold` lets its service open an incident only once several fire.
 */
export function withWished(rules: AlertRules, about: URLSearchParams): AlertRules {
  const [service, alertname, change] = ['service', 'alertname', 'change'].map(name => about.get(name) ?? '')
  if (change === 'list' && alertname) {
    const match = [{ ...blank, value: alertname }]
    return { ...rules, severities: [{ match, severity: 'info' }, ...rules.severities] }
  }
  if (change === 'threshold' && service)
    return { ...rules, groups: [{ service, by: [], threshold: 3 }, ...rules.groups] }
  return rules
}

export const minutesOf = (ms: number | undefined): string => (ms === undefined ? '' : String(ms / 60_000))
/** Undefined where nothing was filled in. */
export const msOf = (minutes: string): number | undefined =>
  minutes.trim() === '' ? undefined : Math.round(Number(minutes) * 60_000)

const listNames: Record<string, string> = {
  routes: 'Whose alert it is',
  severities: 'How urgent it is',
  groups: 'What belongs together',
  inhibitions: 'What mutes what',
  flapping: 'What goes up and down',
  reopenWithinMs: 'What fires again',
}

/** `rules.groups.0.threshold` in words. */
export function placeInWords(path: string | undefined): string | undefined {
  const [, list = '', n, ...field] = (path ?? '').split('.')
  if (!listNames[list]) return undefined
  return [listNames[list], ...(n !== undefined && /^\d+$/.test(n) ? [`rule ${Number(n) + 1}`] : []), ...field].join(
    ', ',
  )
}
