import type { Alert, AlertSeverity, Label } from '../alert/alert.ts'
import { isMoreSevere } from '../alert/severity.ts'
import type { Severity } from '../incident/severity.ts'
import { whyKeptOut } from '../steps/intake/say.ts'
import { severityOfIncident } from '../steps/intake/severity.ts'
import type { Row, Sql, Tx } from './db.ts'
import { type Column, rowsAsColumns } from './rows-as-columns.ts'
import { toText } from './timeline.ts'

/** An alert as it is kept: one row for each identity at its source. Times are RFC 3339 UTC. */
export interface AlertRow extends Row {
  id: string
  integration: string
  fingerprint: string
  signature: string
  status: Alert['status']
  severity: AlertSeverity
  service: string
  incident: string | null
  started_at: string
  /** The sender's own time of the latest firing that was told: an end before it is not its end. None: its start. */
  fired_at: string | null
  ended_at: string | null
  end_heard_at: string | null
  /** Over by then, unless it is told again. */
  expires_at: string | null
  first_at: string
  heard_at: string
  count: number
  acknowledged_at: string | null
  /** Why it opened nothing while it fires: the rule, and the silence, alert or group that keeps it out. */
  kept_out: string | null
  kept_by: string | null
  kept_at: string | null
  look_again_at: string | null
  /** When it changed lately, a JSON list of times; and until when it flaps, unless it changes again. */
  changes: string | null
  flaps_until: string | null
  said: string
}

/** The part of an alert that is text of the sender's. */
interface Said {
  title: string
  labels: Label
  annotations: Label
  link?: string
}

/** What placing an alert again needs besides; the API does not show it. */
interface Told extends Said {
  name?: string
  groupBy?: string
  /** The service as the sender named it. */
  named?: string
}

type Teller = Said & Pick<Alert, 'name' | 'groupBy' | 'service'>

export const saidOf = ({ title, labels, annotations, link, name, groupBy, service }: Teller): string =>
  toText({ title, labels, annotations, link, name, groupBy, named: service } satisfies Told)

/** The alert as it was last told, from its row. */
export function alertOf(row: AlertRow): Alert {
  const { named, ...said } = JSON.parse(row.said) as Told
  const { fingerprint, status, severity } = row
  const told = { ...said, fingerprint, status, severity, service: named, startedAt: row.fired_at ?? row.started_at }
  return row.expires_at === null ? told : { ...told, expiresAt: row.expires_at }
}

export const alertColumns = `id, integration, fingerprint, signature, status, severity, service, incident, started_at, fired_at, ended_at,
  end_heard_at, expires_at, first_at, heard_at, count, acknowledged_at, kept_out, kept_by, kept_at, look_again_at,
  changes, flaps_until, said`

/** Only the applier writes alerts, one node at a time, so that nothing here needs a lock. */
export async function alertsBy(tx: Tx, integration: string, fingerprints: string[]): Promise<Map<string, AlertRow>> {
  const { rows } = await tx.query<AlertRow>(
    `select ${alertColumns} from alert where org = 'main' and integration = $1 and fingerprint = any($2)`,
    [integration, fingerprints],
  )
  return new Map(rows.map(row => [row.fingerprint, row]))
}

/** All in one statement, whether they are new or known. */
export async function saveAlerts(tx: Tx, alerts: readonly AlertRow[]): Promise<void> {
  await insertAlerts(tx, alerts, `on conflict (org, integration, fingerprint) do update set ${changing.join(', ')}`)
}

/** Those that have no row yet, which costs PostgreSQL a third less than asking it. */
export async function addAlerts(tx: Tx, alerts: readonly AlertRow[]): Promise<void> {
  await insertAlerts(tx, alerts, '')
}

async function insertAlerts(tx: Tx, alerts: readonly AlertRow[], elseDo: string): Promise<void> {
  for (let from = 0; from < alerts.length; from += mostRows) {
    const { select, values } = rowsAsColumns(columns, alerts.slice(from, from + mostRows))
    await tx.query(`insert into alert (${alertColumns}) ${select} ${elseDo}`, values)
  }
}

const mostRows = 2_000
const columnNames = alertColumns.split(/,\s+/)
const typeOf: Record<string, Column<AlertRow>['type']> = {
  id: 'uuid',
  integration: 'uuid',
  incident: 'uuid',
  count: 'int',
}
const columns: readonly Column<AlertRow>[] = columnNames.map(name => ({
  name,
  type: typeOf[name] ?? (/_(at|until)$/.test(name) ? 'timestamptz' : 'text'),
}))
const kept = new Set(['id', 'integration', 'fingerprint', 'first_at'])
const changing = columnNames.filter(name => !kept.has(name)).map(name => `${name} = excluded.${name}`)

/** Firing alerts that were over by then, by integration. */
export async function expiredBy(sql: Sql, at: Date, limit: number): Promise<Map<string, string[]>> {
  const { rows } = await sql.query<{ integration: string; fingerprints: string[] }>(
    `select integration, array_agg(fingerprint) as fingerprints from (
       select integration, fingerprint from alert where status = 'firing' and expires_at <= $1 order by expires_at limit $2
     ) as expired group by integration`,
    [at, limit],
  )
  return new Map(rows.map(row => [row.integration, row.fingerprints]))
}

/** How many of its alerts fire; one that flaps counts, up or down. */
export async function firingIn(sql: Sql, incident: string): Promise<{ stillFiring: number; worst?: Severity }> {
  const { rows } = await sql.query<{ severity: AlertSeverity; firing: number }>(
    `select severity, count(*) as firing from alert where incident = $1 and status = 'firing' group by severity
      union all
     select severity, count(*) from alert where incident = $1 and status = 'resolved' and flaps_until is not null group by severity`,
    [incident],
  )
  const worst = rows.reduce<AlertSeverity>(
    (most, row) => (isMoreSevere(row.severity, most) ? row.severity : most),
    'none',
  )
  const stillFiring = rows.reduce((sum, row) => sum + row.firing, 0)
  return { stillFiring, ...(stillFiring > 0 && { worst: severityOfIncident(worst) ?? 'sev4' }) }
}

/** When each of these incidents was last resolved or merged away; open ones are not in it. */
export async function resolvedTimes(sql: Sql, incidents: string[]): Promise<Map<string, string>> {
  if (incidents.length === 0) return new Map()
  const { rows } = await sql.query<{ incident: string; at: string }>(
    `select entry.incident, max(entry.at) as at from entry join incident_head using (incident)
      where entry.incident = any($1) and incident_head.status = 'resolved' and entry.type in ('Resolved', 'MergedInto')
      group by entry.incident`,
    [incidents],
  )
  return new Map(rows.map(row => [row.incident, row.at]))
}

/** An alert as the API shows it. */
export interface AlertShown extends Said {
  id: string
  fingerprint: string
  signature: string
  severity: AlertSeverity
  status: Alert['status']
  service: string
  startedAt: string
  endedAt: string | null
  count: number
  link?: string
  incident?: string
  integration: string
  acknowledgedElsewhereAt?: string
  /** Why it opened nothing, while it fires: the rule in one word and in words, and by which silence, alert or group. */
  suppressed?: { rule: string; why: string; by?: string }
}

export interface AlertFilter {
  status?: Alert['status']
  integration?: string
  incident?: string
  service?: string
}

/** The last heard first. */
export async function listAlerts(sql: Sql, filter: AlertFilter = {}, limit = 1_000): Promise<AlertShown[]> {
  const { rows } = await sql.query<AlertRow>(
    `select ${alertColumns} from alert
      where ($1::text is null or status = $1) and ($2::text is null or integration::text = $2)
        and ($3::text is null or incident::text = $3) and ($4::text is null or service = $4)
      order by heard_at desc, id desc limit $5`,
    [filter.status ?? null, filter.integration ?? null, filter.incident ?? null, filter.service ?? null, limit],
  )
  return rows.map(toShown)
}

export async function alertNamed(sql: Sql, id: string): Promise<AlertShown | undefined> {
  const { rows } = await sql.query<AlertRow>(`select ${alertColumns} from alert where id = $1`, [id])
  return rows[0] && toShown(rows[0])
}

export function toShown(row: AlertRow): AlertShown {
  const { title, labels, annotations, link } = JSON.parse(row.said) as Said
  const { kept_out: rule, kept_by: by } = row
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    signature: row.signature,
    title,
    labels,
    annotations,
    link,
    severity: row.severity,
    status: row.status,
    service: row.service,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    count: row.count,
    integration: row.integration,
    ...(row.incident && { incident: row.incident }),
    ...(row.acknowledged_at && { acknowledgedElsewhereAt: row.acknowledged_at }),
    ...(rule !== null && { suppressed: { rule, why: whyKeptOut(rule), ...(by !== null && { by }) } }),
  }
}
