import type { KnownReports } from '../incident/known.ts'
import { isTimeToTell } from '../steps/intake/reports.ts'
import { inShort, reportsText, type UserReport } from '../steps/intake/reports-text.ts'
import { putBlob } from './blobs.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Loader } from './loaders.ts'
import type { Secrets } from './secrets.ts'
import { storable } from './storable.ts'

/** Who reported, as far as they said so. */
export interface Reporter {
  name?: string
  contact?: string
}

export interface NewUserReport extends UserReport, Reporter {
  id: string
  service: string
  /** The same again is the same report: a form sent twice, a mail fetched twice. */
  once?: string
}

const about = (id: string): string => `user report ${id}`

/** One at a time for a service, so that two first reports open one incident. */
export async function holdReports(tx: Tx, service: string): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('fireline reports ' || $1, 0))", [service])
}

/** False when it is here already. */
export async function saveUserReport(tx: Tx, secrets: Secrets, report: NewUserReport): Promise<boolean> {
  const { id, service, source, at, since, says, name, contact, once } = report
  const who = name || contact ? secrets.seal(JSON.stringify({ name, contact }), about(id)) : null
  const { rowCount } = await tx.query(
    `insert into user_report (id, service, source, at, since, says, contact, once)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [id, service, storable(source), at, since ?? null, storable(says), who, once ?? null],
  )
  return rowCount === 1
}

/** PostgreSQL's text holds no NUL. */
/** So long a report waits for others before they open an incident together. */
const waitsMs = 15 * 60_000

export async function countWaiting(tx: Tx, service: string, now: Date): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int as count from user_report where service = $1 and incident is null and at > $2',
    [service, new Date(now.getTime() - waitsMs)],
  )
  return rows[0]?.count ?? 0
}

/** What waits belongs to this incident from now on. */
export async function giveReportsTo(tx: Tx, service: string, incident: string, now: Date): Promise<void> {
  await tx.query('update user_report set incident = $3 where service = $1 and incident is null and at > $2', [
    service,
    new Date(now.getTime() - waitsMs),
    incident,
  ])
}

/** The incident of this service that people work on: the worst, then the newest. */
export async function openIncidentOn(tx: Tx, service: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ incident: string }>(
    `select incident from incident_head where status <> 'resolved' and service = $1
      order by severity, opened_at desc limit 1`,
    [service],
  )
  return rows[0]?.incident
}

interface ReportRow extends Row {
  id: string
  at: string
  since: string | null
  says: string
  source: string
  contact: string | null
}

/** The first of them, and how many there are. */
const mostTold = 200

async function reportsOf(sql: Sql, incident: string): Promise<{ rows: ReportRow[]; count: number; since?: string }> {
  const { rows } = await sql.query<ReportRow>(
    'select id, at, since, says, source, contact from user_report where incident = $1 order by at, id limit $2',
    [incident, mostTold],
  )
  const all = await sql.query<{ count: number; since: string | null }>(
    'select count(*)::int as count, min(since) as since from user_report where incident = $1',
    [incident],
  )
  return { rows, count: all.rows[0]?.count ?? 0, since: all.rows[0]?.since ?? undefined }
}

/** Nothing while it is not time to tell them: their text is stored only then. */
export const loadReports: Loader<'reports'> = async (tx, was, ask): Promise<KnownReports | undefined> => {
  if (!isTimeToTell(was, ask.at)) return undefined
  const { rows, count, since } = await reportsOf(tx, was.id)
  const [first] = rows
  if (!first) return undefined
  const content = Buffer.from(reportsText(count, rows.map(told)))
  const digest = await putBlob(tx, content, new Date(ask.at))
  const kept = { digest, bytes: content.length, excerpt: content.toString('utf8').slice(0, 2_000).toWellFormed() }
  return { count, says: inShort(rows), since, source: first.source, kept }
}

const told = ({ says, since, at, source }: ReportRow): UserReport => ({ says, at, source, ...(since && { since }) })

/** For those who work on it: what was told, and by whom. */
export async function reportsWithContacts(
  sql: Sql,
  secrets: Secrets,
  incident: string,
): Promise<{ count: number; reports: (UserReport & Reporter & { id: string })[] }> {
  const { rows, count } = await reportsOf(sql, incident)
  const reports = rows.map(row => ({ id: row.id, ...told(row), ...reporter(secrets, row) }))
  return { count, reports }
}

const reporter = (secrets: Secrets, { id, contact }: ReportRow): Reporter =>
  contact === null ? {} : (JSON.parse(secrets.open(contact, about(id))) as Reporter)

const contactDays = 90

/** Who they are is kept as long as somebody may want to answer them. */
export async function forgetReporters(sql: Sql, now: Date): Promise<void> {
  await sql.query('update user_report set contact = null where contact is not null and at < $1', [
    new Date(now.getTime() - contactDays * 24 * 3_600_000),
  ])
}
