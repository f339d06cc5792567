import type { Incident } from './incident.ts'
import { nameOf } from './next.ts'

interface Named {
  id: string
  name: string
}

/** An incident as one row of a list: what it was, who had it, what it came to. */
export interface IncidentLine {
  id: string
  number: number
  title: string
  severity: Incident['severity']
  status: Incident['status']
  service: string
  openedAt: string
  mitigatedAt?: string
  resolvedAt?: string
  acknowledgedBy?: Named
  lead?: Named
  /** The confirmed cause, in its own words. */
  cause?: string
  /** The runbook page that was followed. */
  page?: { page: string; title: string }
  /** What was written down: drafted, on its way, or in the runbook. */
  written?: { title: string; state: Incident['drafts'][number]['state'] }
  mergedInto?: string
  drill?: boolean
}

export function lineOf(is: Incident): IncidentLine {
  const { id, number, title, severity, status, service, openedAt, mitigatedAt, resolvedAt, mergedInto, drill } = is
  const named = (person: string | undefined) => person && { id: person, name: nameOf(is, person) }
  const draft = is.drafts.findLast(one => one.state === 'accepted') ?? is.drafts.at(-1)
  const own = { id, number, title, severity, status, service, openedAt, mitigatedAt, resolvedAt, mergedInto, drill }
  return given({
    ...own,
    acknowledgedBy: named(is.acknowledgedBy),
    lead: named(is.lead),
    cause: causeOf(is),
    page: is.followedPage,
    written: draft && { title: draft.title, state: draft.state },
  }) as unknown as IncidentLine
}

const causeOf = (is: Incident): string | undefined => is.hypotheses.find(one => one.id === is.cause)?.statement

const given = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))

const mostLetters = 4_000

/** The words by which a search finds it, in small letters: number, title, service, its alerts, its cause, its page. */
export function foundBy(is: Incident): string {
  const alerts = is.alerts.slice(0, 100).flatMap(alert => [alert.title, alert.labels['alertname'] ?? ''])
  const said = [`inc-${is.number}`, is.title, is.service, causeOf(is) ?? '', is.followedPage?.title ?? '', ...alerts]
  return [...new Set(said)].join('\n').toLowerCase().slice(0, mostLetters)
}
