import type { Row, Sql } from './db.ts'
import { storable } from './storable.ts'

/** One line of the audit: who did what to which setting, from where, and how it ended. */
export interface AuditLine {
  at: string
  by: { kind: string; id: string | null; name: string }
  /** Method and pattern of the route: `PUT /api/v1/services/:slug`. */
  action: string
  /** What it was about: the names in the path, and the id of what was made. */
  subject: Record<string, string>
  /** The names of what was sent; values only where they are no secret. */
  said: unknown
  remote: string
  /** `done`, or the code of the no. */
  outcome: string
}

export type NumberedLine = AuditLine & { pos: number }

export async function addAuditLine(sql: Sql, line: AuditLine): Promise<void> {
  await sql.query(
    `insert into audit (at, by_kind, by_id, by_name, action, subject, said, remote, outcome)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      line.at,
      line.by.kind,
      line.by.id,
      storable(line.by.name),
      line.action,
      JSON.stringify(line.subject),
      JSON.stringify(line.said),
      storable(line.remote),
      line.outcome,
    ],
  )
}

const failedDays = 90

/** What failed is forgotten after a while, a few with each new one: strangers cannot fill the table for good. */
export async function forgetOldFailures(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `delete from audit where pos in (
       select pos from audit where outcome <> 'done' and at < $1::timestamptz - $2 * interval '1 day' order by at limit 5)`,
    [now, failedDays],
  )
}

export interface AuditQuery {
  /** A person's id, or a part of their name. */
  by?: string
  /** A part of the action or of what it was about. */
  action?: string
  from?: string
  to?: string
  /** Lines older than this position. */
  after?: number
  limit: number
}

interface AuditRow extends Row {
  pos: number
  at: string
  by_kind: string
  by_id: string | null
  by_name: string
  action: string
  subject: string
  said: string
  remote: string
  outcome: string
}

/** Newest first. */
export async function auditLines(
  sql: Sql,
  { by, action, from, to, after, limit }: AuditQuery,
): Promise<NumberedLine[]> {
  const { rows } = await sql.query<AuditRow>(
    `select * from audit
      where ($1::text is null or by_id = $1 or strpos(lower(by_name), lower($1)) > 0)
        and ($2::text is null or strpos(lower(action || ' ' || subject || ' ' || outcome), lower($2)) > 0)
        and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
        and ($5::bigint is null or pos < $5)
      order by pos desc limit $6`,
    [by ?? null, action ?? null, from ?? null, to ?? null, after ?? null, limit],
  )
  return rows.map(row => ({
    pos: row.pos,
    at: row.at,
    by: { kind: row.by_kind, id: row.by_id, name: row.by_name },
    action: row.action,
    subject: JSON.parse(row.subject) as Record<string, string>,
    said: JSON.parse(row.said) as unknown,
    remote: row.remote,
    outcome: row.outcome,
  }))
}
