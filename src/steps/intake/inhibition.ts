import type { Label } from '../../alert/alert.ts'
import { fingerprintOf } from '../../alert/fingerprint.ts'
import { type Matches, matching } from '../../alert/matcher.ts'
import type { AlertRules } from './alert-rules.ts'

/** A rule by which one alert mutes another while it fires, ready to be asked. */
export interface ReadyInhibition {
  isSource: Matches
  isTarget: Matches
  /** The same for a source and what it mutes. */
  keyOf(labels: Label, integration: string): string
}

/** An alert that mutes others under this key while it fires. */
export interface Source {
  key: string
  /** It is a target of the same rule: such ones do not mute each other. */
  isTarget: boolean
}

/** What mutes now: the alert under this key; with `oneSided` only one that is no target itself. */
export type FiringSource = (key: string, oneSided: boolean) => string | undefined

export function readyInhibition(rule: AlertRules['inhibitions'][number]): ReadyInhibition {
  const id = fingerprintOf({ rule: JSON.stringify(rule) })
  return {
    isSource: matching(rule.source),
    isTarget: matching(rule.target),
    keyOf: (labels, integration) =>
      `${id}/${rule.anySender ? '' : integration}/${fingerprintOf(equalOf(labels, rule.equal))}`,
  }
}

const equalOf = (labels: Label, names: readonly string[]): Label =>
  Object.fromEntries(names.map(name => [name, Object.hasOwn(labels, name) ? (labels[name] ?? '') : '']))

/** The keys under which an alert of these labels mutes others. */
export const sourcesOf = (rules: readonly ReadyInhibition[], labels: Label, integration: string): Source[] =>
  rules
    .filter(rule => rule.isSource(labels))
    .map(rule => ({ key: rule.keyOf(labels, integration), isTarget: rule.isTarget(labels) }))

/** The keys under which it would be muted. */
export const targetKeysOf = (rules: readonly ReadyInhibition[], labels: Label, integration: string): string[] =>
  rules.filter(rule => rule.isTarget(labels)).map(rule => rule.keyOf(labels, integration))

/** The alert that mutes this one, as Alertmanager decides it (inhibit/inhibit.go): two of both sides leave each other alone. */
export function inhibitedBy(
  rules: readonly ReadyInhibition[],
  labels: Label,
  integration: string,
  firing: FiringSource,
): string | undefined {
  for (const rule of rules) {
    if (!rule.isTarget(labels)) continue
    const source = firing(rule.keyOf(labels, integration), rule.isSource(labels))
    if (source !== undefined) return source
  }
  return undefined
}
