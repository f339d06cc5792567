import { expect, test } from 'vitest'
import type { Alert, Label } from '../../alert/alert.ts'
import type { Matcher } from '../../alert/matcher.ts'
import { readySilence } from '../../alert/silence.ts'
import type { Service } from '../../catalog/service.ts'
import { type AlertRules, alertRulesBody, defaultAlertRules } from './alert-rules.ts'
import { type Placed, placeAlert, type Standing } from './place-alert.ts'
import { readyRules } from './ready-rules.ts'

const now = '2026-01-31T02:00:00.000Z'
const service = (slug: string, mode: Service['mode'] = 'live'): Service => ({
  slug,
  name: slug,
  team: 'default',
  mode,
  dependsOn: [],
  stakeholders: [],
})
const services = new Map(
  [service('default'), service('db'), service('shop'), service('new', 'watch-only')].map(one => [one.slug, one]),
)
const is = (name: string, value: string): Matcher => ({ name, op: '=', value })
const alert = (labels: Label, more: Partial<Alert> = {}): Alert => ({
  fingerprint: 'f',
  status: 'firing',
  name: labels['alertname'],
  title: 'it burns',
  severity: 'critical',
  service: labels['service'],
  labels,
  annotations: {},
  startedAt: now,
  ...more,
})

/** How it is placed; from a key of `default` unless told, while nothing mutes it unless told. */
function placed(
  rules: Partial<AlertRules>,
  one: Alert,
  { key = 'default', muting, ...more }: { key?: string; muting?: Label } & Partial<Standing> = {},
): Placed {
  const ready = readyRules(alertRulesBody.parse(rules))
  const sender = { integration: 'i1', service: key }
  const under = muting
    ? ready.inhibitions.filter(rule => rule.isSource(muting)).map(rule => rule.keyOf(muting, 'i1'))
    : []
  const firing = (of: string) => (under.includes(of) ? 'the source' : undefined)
  return placeAlert({ rules: ready, silences: [], services, ...more }, one, sender, firing, now)
}

test('matchers route before the name that an alert carries, and only what comes with a key of `default`', () => {
  const rules = { routes: [{ match: [is('team', 'storage')], service: 'db' }] }
  const stored = alert({ team: 'storage', service: 'shop' })
  expect(placed(rules, stored)).toMatchObject({ service: { slug: 'db' }, unrouted: false })
  expect(placed(rules, alert({ service: 'shop' }))).toMatchObject({ service: { slug: 'shop' } })
  expect(placed(rules, alert({ service: 'nobody-knows' }))).toMatchObject({
    service: { slug: 'default' },
    unrouted: true,
  })
  expect(placed(rules, stored, { key: 'shop' })).toMatchObject({ service: { slug: 'shop' } })
  const gone = { routes: [{ match: [is('team', 'storage')], service: 'not-there' }] }
  expect(placed(gone, stored)).toMatchObject({ service: { slug: 'shop' } })
})

test('matchers say how urgent it is, before the words of the sender', () => {
  const rules: Partial<AlertRules> = { severities: [{ match: [is('env', 'staging')], severity: 'info' }] }
  expect(placed(rules, alert({ env: 'staging' }))).toMatchObject({
    severity: 'info',
    keptOut: { rule: 'severity-info' },
  })
  expect(placed(rules, alert({ env: 'prod' }))).toMatchObject({ severity: 'critical', keptOut: undefined })
})

test('every alert has service, alertname and severity for matchers; a label of its own goes before', () => {
  const silenced = (match: Matcher[], one: Alert) => {
    const body = { kind: 'silence' as const, reason: 'r', createdBy: 'Ana', createdAt: now }
    const silence = { ...body, id: 's', matchers: match, startsAt: now, endsAt: '2026-01-31T03:00:00.000Z' }
    return placed({}, one, { silences: [readySilence(silence)] }).keptOut?.by
  }
  const plain = alert({}, { name: undefined, title: 'disk full', service: 'db' })
  for (const match of [is('service', 'db'), is('alertname', 'disk full'), is('severity', 'critical')])
    expect(silenced([match], plain)).toBe('s')
  const own = alert({ severity: 'page' })
  expect([silenced([is('severity', 'page')], own), silenced([is('severity', 'critical')], own)]).toEqual([
    's',
    undefined,
  ])
})

test('a group is the service, or the labels that a rule names; a sender that groups keeps its groups', () => {
  const rules = { groups: [{ service: 'db', by: ['cluster'], windowMs: 60_000 }] }
  const of = (labels: Label, more: Partial<Alert> = {}) => placed(rules, alert(labels, more)).group
  expect(of({ service: 'shop', cluster: 'eu' })).toEqual({ key: 'service:shop' })
  expect(of({ service: 'db', cluster: 'eu' })).toMatchObject({ key: 'service:db["eu"]', windowMs: 60_000 })
  expect(of({ service: 'db' }).key).toBe('service:db[""]')
  expect(of({ service: 'db', cluster: 'x'.repeat(5_000) }).key.length).toBeLessThan(60)
  expect(of({ service: 'db', cluster: 'eu' }, { groupBy: 'disk' }).key).toBe('sender:i1:disk')
})

test('a source that fires mutes its targets of equal labels, and two of both sides leave each other alone', () => {
  const rule = { source: [is('severity', 'critical')], target: [is('severity', 'warning')], equal: ['cluster'] }
  const muted = (labels: Label, muting: Label) =>
    placed({ inhibitions: [rule] }, alert(labels, { severity: 'warning' }), { muting }).keptOut
  const down = { severity: 'critical', cluster: 'eu' }
  expect(muted({ severity: 'warning', cluster: 'eu' }, down)).toMatchObject({ rule: 'inhibited', by: 'the source' })
  expect(muted({ severity: 'warning', cluster: 'us' }, down)).toBeUndefined()
  expect(muted({ severity: 'warning' }, { severity: 'critical' })).toMatchObject({ rule: 'inhibited' })
  expect(muted({ severity: 'warning', cluster: 'eu' }, { severity: 'error', cluster: 'eu' })).toBeUndefined()
})

test('without rules of their own people have InfoInhibitor of kube-prometheus', () => {
  const info = alert({ alertname: 'CPUThrottlingHigh', namespace: 'shop', severity: 'info' }, { severity: 'info' })
  const muting = { alertname: 'InfoInhibitor', namespace: 'shop', severity: 'none' }
  expect(placed(defaultAlertRules, info, { muting }).keptOut).toMatchObject({ rule: 'inhibited' })
  expect(placed(defaultAlertRules, info, { muting: { ...muting, namespace: 'db' } }).keptOut).toMatchObject({
    rule: 'severity-info',
  })
})

test('a watched service opens nothing, whatever comes', () => {
  expect(placed({}, alert({ service: 'new' })).keptOut).toMatchObject({ rule: 'watch-only' })
})

test('rules that cannot be meant are no rules', () => {
  const wrong = (rules: object) => alertRulesBody.safeParse(rules).error?.issues[0]?.path.join('.')
  expect(wrong({ routes: [{ match: [], service: 'db' }] })).toBe('routes.0.match')
  expect(wrong({ routes: [{ match: [{ name: 'a', op: '=~', value: '(' }], service: 'db' }] })).toBe(
    'routes.0.match.0.value',
  )
  expect(wrong({ groups: [{ threshold: 1 }] })).toBe('groups.0.threshold')
  expect(wrong({ inhibitions: [{ source: [is('1a', 'x')], target: [is('a', 'x')] }] })).toBe(
    'inhibitions.0.source.0.name',
  )
  expect(wrong({ flapping: { changes: 100, withinMs: 60_000 } })).toBe('flapping.changes')
  expect(wrong({ colour: 'red' })).toBe('')
})
