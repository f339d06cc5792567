import type { Alert, AlertSeverity, Label } from '../../alert/alert.ts'
import { labelsToMatch } from '../../alert/labels-to-match.ts'
import { type ReadySilence, silencedBy } from '../../alert/silence.ts'
import type { Service } from '../../catalog/service.ts'
import { type Group, groupOf, routed } from './group.ts'
import { type FiringSource, inhibitedBy } from './inhibition.ts'
import type { ReadyRules } from './ready-rules.ts'
import { listedOnlyBecause } from './receive.ts'
import { maintainedUntil, silencedUntil, whyKeptOut } from './say.ts'

/** What stands when an alert comes. */
export interface Standing {
  rules: ReadyRules
  /** All that may cover an alert now; each knows its own time. */
  silences: readonly ReadySilence[]
  services: ReadonlyMap<string, Service>
}

/** The key that an alert came with. */
export interface Sender {
  integration: string
  /** The one service of that key. */
  service: string
  /** Another pager gets the same, and still pages. */
  isShadow?: boolean
}

/** Where an alert belongs, whether it fires or not. */
export interface Place {
  service: Service
  unrouted: boolean
  severity: AlertSeverity
  group: Group
  /** What matchers saw. */
  labels: Label
}

/** Why an alert that fires opens nothing and joins nothing. */
export interface KeptOut {
  rule: string
  /** In words. */
  why: string
  /** What keeps it out: the id of the silence, or of the alert that mutes it, or the group. */
  by?: string
  /** When it is to be looked at again, RFC 3339; else when `by` ends. */
  until?: string
}

export type Placed = Place & { keptOut?: KeptOut }

/**
 * The one decision about an alert that fires: whose it is, how urgent, with which others, and whether it may open or join an
 * incident. Who applies it and who tries rules out ask the same. `now` is when it was heard.
 */
export function placeAlert(
  standing: Standing,
  alert: Alert,
  sender: Sender,
  firing: FiringSource,
  now: string,
): Placed {
  const place = placeOf(standing, alert, sender)
  return { ...place, keptOut: keptOutOf(standing, place, sender, firing, now) }
}

/** The first half: whose it is, how urgent, with which others. */
export function placeOf(standing: Standing, alert: Alert, sender: Sender): Place {
  const { rules } = standing
  const severity = severityOf(rules, alert)
  const { service, unrouted } = serviceOf(standing, alert.service, sender, () =>
    labelsToMatch(alert, alert.service, severity),
  )
  const labels = labelsToMatch(alert, service.slug, severity)
  const group = groupOf(alert, { service: service.slug, integration: sender.integration, labels }, rules.groups)
  return { service, unrouted, severity, group, labels }
}

/** By the rules; else the sender's own word. */
function severityOf({ severities }: ReadyRules, alert: Alert): AlertSeverity {
  if (severities.length === 0) return alert.severity
  const labels = labelsToMatch(alert, alert.service, alert.severity)
  return severities.find(rule => rule.matches(labels))?.severity ?? alert.severity
}

/** Routes are for keys of `default`: a key of one service writes for that one alone. */
export function serviceOf(
  { rules, services }: Standing,
  named: string | undefined,
  sender: Sender,
  labels: () => Label = () => ({}),
): { service: Service; unrouted: boolean } {
  const isKnown = (slug: string) => services.has(slug)
  const byRule =
    sender.service === 'default' && rules.routes.length > 0
      ? rules.routes.find(route => isKnown(route.service) && route.matches(labels()))
      : undefined
  const route = routed(byRule?.service ?? named, sender.service, isKnown)
  const service = services.get(route.service)
  if (!service) throw new Error('the service `default` is missing: a first start makes it')
  return { service, unrouted: route.unrouted }
}

/** The second half: why it may not come in, if so. */
export function keptOutOf(
  { rules, silences }: Standing,
  { service, severity, labels }: Place,
  { integration, isShadow }: Sender,
  firing: FiringSource,
  now: string,
): KeptOut | undefined {
  if (isShadow) return { rule: 'shadow', why: whyKeptOut('shadow') }
  const [silence] = silencedBy({ labels, service: service.slug, integration, severity }, silences, now)
  if (silence) return { rule: 'silence', why: whySilenced(silence), by: silence.id, until: silence.endsAt }
  const source = inhibitedBy(rules.inhibitions, labels, integration, firing)
  if (source !== undefined) return { rule: 'inhibited', why: whyKeptOut('inhibited'), by: source }
  const rule = listedOnlyBecause({ severity }, service.mode)
  return rule === undefined ? undefined : { rule, why: whyKeptOut(rule) }
}

const whySilenced = (silence: ReadySilence): string =>
  silence.kind === 'maintenance' ? maintainedUntil(silence) : silencedUntil(silence)
