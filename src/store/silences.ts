import type { Matcher } from '../alert/matcher.ts'
import { type Silence, type SilenceState, stateOf } from '../alert/silence.ts'
import type { Row, Sql } from './db.ts'
import { placingChanged } from './placing.ts'

interface SilenceRow extends Row {
  id: string
  kind: Silence['kind']
  service: string | null
  integration: string | null
  matchers: string
  spares: 'critical' | null
  planned_work: string | null
  reason: string
  created_by: string
  created_at: string
  starts_at: string
  ends_at: string
}

const columns =
  'id, kind, service, integration, matchers, reason, created_by, created_at, starts_at, ends_at, spares, planned_work'

/** Makes it, or replaces the one of the same id. Whoever writes it has checked it. */
export async function saveSilence(sql: Sql, silence: Silence): Promise<void> {
  const {
    id,
    kind,
    service,
    integration,
    matchers,
    reason,
    createdBy,
    createdAt,
    startsAt,
    endsAt,
    spares,
    plannedWork,
  } = silence
  await sql.query(
    `insert into silence (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (id) do update set kind = excluded.kind, service = excluded.service, integration = excluded.integration,
       matchers = excluded.matchers, reason = excluded.reason, created_by = excluded.created_by,
       starts_at = excluded.starts_at, ends_at = excluded.ends_at, spares = excluded.spares, told_at = null`,
    [
      id,
      kind,
      service ?? null,
      integration ?? null,
      JSON.stringify(matchers),
      reason,
      createdBy,
      createdAt,
      startsAt,
      endsAt,
      spares ?? null,
      plannedWork ?? null,
    ],
  )
  await placingChanged(sql)
}

/** Ends now; one that had not begun never does. False when there is none, or it is over already. */
export async function endSilence(sql: Sql, id: string, at: string, integration?: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update silence set ends_at = $2, starts_at = least(starts_at, $2)
      where id::text = lower($1) and ends_at > $2 and ($3::uuid is null or integration = $3)`,
    [id, at, integration ?? null],
  )
  if (rowCount === 1) await placingChanged(sql)
  return rowCount === 1
}

export async function silenceNamed(sql: Sql, id: string): Promise<Silence | undefined> {
  const { rows } = await sql.query<SilenceRow>(`select ${columns} from silence where id::text = lower($1)`, [id])
  return rows[0] && toSilence(rows[0])
}

export interface SilenceFilter {
  state?: SilenceState
  integration?: string
}

/** Those that end last come first. */
export async function listSilences(
  sql: Sql,
  now: string,
  { state, integration }: SilenceFilter = {},
  limit = 1_000,
): Promise<(Silence & { state: SilenceState })[]> {
  const { rows } = await sql.query<SilenceRow>(
    `select ${columns} from silence
      where ($1::text is null or $1 = case when ends_at <= $2 then 'expired' when starts_at > $2 then 'pending' else 'active' end)
        and ($3::uuid is null or integration = $3)
      order by ends_at desc, id desc limit $4`,
    [state ?? null, now, integration ?? null, limit],
  )
  return rows.map(toSilence).map(silence => ({ ...silence, state: stateOf(silence, now) }))
}

/** Those that can still cover an alert which was heard of at most an hour before `now`. */
export async function silencesFrom(sql: Sql, now: string): Promise<Silence[]> {
  const { rows } = await sql.query<SilenceRow>(
    `select ${columns} from silence where ends_at > $1::timestamptz - interval '1 hour' order by ends_at desc, id limit 10000`,
    [now],
  )
  return rows.map(toSilence)
}

export async function activeSilences(sql: Sql, now: string): Promise<Silence[]> {
  const { rows } = await sql.query<SilenceRow>(
    `select ${columns} from silence where starts_at <= $1 and ends_at > $1 order by ends_at desc, id limit 10000`,
    [now],
  )
  return rows.map(toSilence)
}

/** Those that began and whose incidents do not know of them yet: told with this, once. */
export async function takeUntold(sql: Sql, now: string): Promise<Silence[]> {
  const { rows } = await sql.query<SilenceRow>(
    `update silence set told_at = $1 where told_at is null and starts_at <= $1 and ends_at > $1 returning ${columns}`,
    [now],
  )
  return rows.map(toSilence)
}

function toSilence(row: SilenceRow): Silence {
  return {
    id: row.id,
    kind: row.kind,
    matchers: JSON.parse(row.matchers) as Matcher[],
    ...(row.service !== null && { service: row.service }),
    ...(row.integration !== null && { integration: row.integration }),
    ...(row.spares !== null && { spares: row.spares }),
    ...(row.planned_work !== null && { plannedWork: row.planned_work }),
    reason: row.reason,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}
