import type { z } from 'zod'
import { isDrill } from '../../catalog/service.ts'
import type { Decisions } from '../../incident/asks.ts'
import { type Decide, happened, idOf, knowing } from '../../incident/decision.ts'
import { later, type Reactions } from '../../incident/obligation.ts'
import { nextRef } from '../../incident/ref.ts'
import type { FrozenPolicy } from '../../roster/policy.ts'
import type { intakeAsks } from './asks.ts'
import { groupOfService } from './group.ts'
import { joinAlerts, joinedEveryMs } from './join.ts'
import { reportReactions, tellReports } from './reports.ts'

type Body<N extends keyof typeof intakeAsks> = z.infer<(typeof intakeAsks)[N]['body']>

type Opens = 'service' | 'policySpec'

/** A person reports. Whoever declares still may acknowledge. Alerts of the service join, where no other room holds them. */
const declare: Decide<Body<'declare'>, Opens> = knowing(['service', 'policySpec'], (was, ask, known) => {
  if (was.seq > 0) return []
  const { service } = known
  const { title, severity, number } = ask.body
  const opened = { number, title, severity, service: service.slug, team: service.team, startedAt: ask.at }
  const unrouted = service.slug !== ask.body.service
  const groupKey = groupOfService(service.slug)
  const marks = { unrouted, ...(isDrill(service) && { drill: true }), ...frozen(known.policySpec) }
  return [happened('IncidentOpened', { ...opened, openedBy: 'person', groupKey, ...marks })]
})

/** An alert opens an incident: it is known by the alert's title, and the alert's own message is E1. */
const openForAlert: Decide<Body<'open-for-alert'>, Opens> = knowing(['service', 'policySpec'], (was, ask, known) => {
  if (was.seq > 0) return []
  const { service } = known
  const { number, severity, groupKey, unrouted, alert, source, message } = ask.body
  const startedAt = alert.startedAt < ask.at ? alert.startedAt : ask.at
  const named = { number, title: alert.title, severity, service: service.slug, team: service.team, startedAt }
  const { signature } = alert
  const marks = { ...(unrouted && { unrouted }), ...(isDrill(service) && { drill: true }), ...frozen(known.policySpec) }
  return [
    happened('IncidentOpened', { ...named, openedBy: 'alert', groupKey, signature, ...marks }),
    happened('AlertReceived', alert),
    happened('EvidenceAdded', {
      evidence: ask.id,
      ref: nextRef('E', was.evidence),
      source,
      kind: 'alert',
      ...message,
      from: startedAt,
    }),
  ]
})

/** Editing the policy later changes nothing here. One that names nobody is not held on to: whoever is put into it next is called. */
const frozen = (policy: FrozenPolicy) => (policy.steps.some(step => step.notify.length > 0) ? { policy } : {})

/** When nobody acknowledged, joined or declared it, the last recovery ends it; otherwise the lead is asked (see `whenAllRecovered`). */
const recoverAlerts: Decide<Body<'recover-alerts'>> = (was, ask) => {
  if (was.seq === 0 || ask.body.alerts.length === 0) return []
  const { alerts, stillFiring, worst } = ask.body
  const recovered = happened('AlertsRecovered', { alerts, stillFiring, ...(worst && { worst }) })
  const untouched = was.openedBy === 'alert' && !was.acknowledgedAt && was.people.length === 0
  const over = stillFiring === 0 && was.status !== 'resolved' && untouched
  return over ? [recovered, happened('Resolved', { how: 'recovered' })] : [recovered]
}

/** A word of the sender's that is no alert: kept as evidence, and nobody's act here. */
const noteOfSender: Decide<Body<'note-left-out'>> = (was, ask) => {
  if (was.seq === 0 || was.status === 'resolved') return []
  const { source, message } = ask.body
  return [
    happened('EvidenceAdded', {
      evidence: idOf(ask, 0),
      ref: nextRef('E', was.evidence),
      source,
      kind: 'alert',
      ...message,
    }),
  ]
}

const noteSilence: Decide<Body<'note-silence'>> = (was, ask) =>
  was.seq === 0 || was.status === 'resolved' ? [] : [happened('AlertsSilenced', ask.body)]

const noteFlapping: Decide<Body<'note-flapping'>> = (was, ask) =>
  was.seq === 0 || was.status === 'resolved' ? [] : [happened('AlertFlaps', ask.body)]

export const intakeDecisions: Decisions<typeof intakeAsks> = {
  declare,
  'open-for-alert': openForAlert,
  'join-alerts': joinAlerts,
  'recover-alerts': recoverAlerts,
  'note-silence': noteSilence,
  'note-flapping': noteFlapping,
  'note-acknowledged-elsewhere': noteOfSender,
  'note-left-out': noteOfSender,
  'tell-reports': tellReports,
}

/** What joins within the next seconds is told together, then. */
export const intakeReactions: Reactions = {
  ...reportReactions,
  AlertsJoined: entry => [
    {
      kind: 'ask',
      key: `join-alerts:${entry.seq}`,
      dueAt: later(entry.at, joinedEveryMs),
      body: { command: 'join-alerts', body: {} },
    },
  ],
}
