import type { Alert, Label } from '../alert/alert.ts'
import { signatureOf } from '../alert/signature.ts'
import type { AlertSaid } from '../incident/events.ts'
import type { KeptOut } from '../steps/intake/place-alert.ts'
import type { KnownAlert } from '../steps/intake/receive.ts'
import { type AlertRow, saidOf } from '../store/alerts.ts'
import { newId } from './id.ts'
import type { Round } from './round.ts'

/** The row, heard of once more. */
export const counted = (row: AlertRow, at: string): AlertRow => ({ ...row, count: row.count + 1, heard_at: at })

/** Nothing keeps it out. */
export const notKept = { kept_out: null, kept_by: null, kept_at: null, look_again_at: null }

/** It fires and is listed only; `since` when it was kept out first. */
export const keptRow = (row: AlertRow, { rule, by, until }: KeptOut, since: string): AlertRow => ({
  ...row,
  incident: null,
  kept_out: rule,
  kept_by: by ?? null,
  kept_at: since,
  look_again_at: earlier(until, row.flaps_until),
})

/** What the decision wants to know of it. */
export function known(row: AlertRow, incidentResolvedAt: string | undefined): KnownAlert {
  return {
    status: row.status,
    severity: row.severity,
    firedAt: row.fired_at ?? row.started_at,
    endedAt: row.ended_at ?? undefined,
    endHeardAt: row.end_heard_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    incident: row.incident ?? undefined,
    incidentResolvedAt,
    keptOut: row.kept_out ?? undefined,
  }
}

/** The row as it is once the alert fires: anew, or still. */
export function firingRow(
  round: Round,
  alert: Alert,
  { row, service, id, isNewFiring }: { row?: AlertRow; service: string; id?: string; isNewFiring: boolean },
): AlertRow {
  return {
    id: id ?? newId(round.desk.clock.now()),
    integration: round.integration.id,
    fingerprint: alert.fingerprint,
    signature: signatureOf(service, alert),
    status: 'firing',
    severity: alert.severity,
    service,
    incident: isNewFiring ? null : (row?.incident ?? null),
    started_at: isNewFiring || !row ? alert.startedAt : row.started_at,
    fired_at: isNewFiring || !row ? alert.startedAt : laterOf(known(row, undefined).firedAt, alert.startedAt),
    ended_at: null,
    end_heard_at: null,
    expires_at: alert.expiresAt ?? null,
    first_at: row?.first_at ?? round.at,
    heard_at: round.at,
    count: (row?.count ?? 0) + 1,
    acknowledged_at: isNewFiring ? null : (row?.acknowledged_at ?? null),
    ...notKept,
    look_again_at: row?.flaps_until ?? null,
    changes: row?.changes ?? null,
    flaps_until: row?.flaps_until ?? null,
    said: saidOf(alert),
  }
}

/** On the timeline an alert is told briefly; the whole of it is its row, and the blob of E1. */
export function saidOnTimeline(alert: Alert, row: AlertRow, round: Round): AlertSaid {
  return {
    alert: row.id,
    fingerprint: row.fingerprint,
    signature: row.signature,
    title: alert.title.slice(0, 1_024),
    severity: alert.severity,
    service: row.service,
    startedAt: alert.startedAt < round.at ? alert.startedAt : round.at,
    source: round.by.name,
    labels: brief(alert.labels),
    annotations: brief(alert.annotations),
    ...(alert.link && { link: alert.link }),
  }
}

const brief = (labels: Label): Label =>
  Object.fromEntries(
    Object.entries(labels)
      .slice(0, 50)
      .map(([name, value]) => [name.slice(0, 200), value.slice(0, 2_000)]),
  )

/** When it is to be looked at first: for what keeps it out, or because it flaps. */
const earlier = (a: string | undefined, b: string | null): string | null => (a && b ? (a < b ? a : b) : (a ?? b))

const laterOf = (a: string, b: string): string => (a > b ? a : b)
