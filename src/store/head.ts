import type { Incident } from '../incident/incident.ts'
import { foundBy, lineOf } from '../incident/line.ts'
import type { Row, Sql, Tx } from './db.ts'
import { storable } from './storable.ts'
import { toText } from './timeline.ts'

export interface HeadRow extends Row {
  folded: string
  hash: string
}

/** An incident as lists and pages show it, with its timeline's last hash. */
export type Head = Incident & { hash: string }

export async function saveHead(tx: Tx, is: Incident, hash: string): Promise<void> {
  await tx.query(
    `insert into incident_head (incident, number, seq, hash, status, severity, title, service, opened_at, folded, signature,
       line, line_seq, found_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $3, $13)
     on conflict (incident) do update set seq = excluded.seq, hash = excluded.hash, status = excluded.status,
       severity = excluded.severity, title = excluded.title, folded = excluded.folded,
       signature = excluded.signature, line = excluded.line, line_seq = excluded.line_seq, found_by = excluded.found_by`,
    [
      is.id,
      is.number,
      is.seq,
      hash,
      is.status,
      is.severity,
      storable(is.title),
      is.service,
      is.openedAt || is.at,
      toText(is),
      is.signature === undefined ? null : storable(is.signature),
      toText(lineOf(is)),
      storable(foundBy(is)),
    ],
  )
}

export async function readHead(sql: Sql, incident: string): Promise<Head | undefined> {
  const { rows } = await sql.query<HeadRow>('select folded, hash from incident_head where incident = $1', [incident])
  return rows[0] && toHead(rows[0])
}

export async function headsOf(sql: Sql, incidents: readonly string[]): Promise<Head[]> {
  if (incidents.length === 0) return []
  const { rows } = await sql.query<HeadRow>('select folded, hash from incident_head where incident = any($1::uuid[])', [
    incidents,
  ])
  return rows.map(toHead)
}

/** Newest first. `open` is everything not resolved. */
export async function listHeads(sql: Sql, status?: 'open' | 'mitigated' | 'resolved', limit = 200): Promise<Head[]> {
  const { rows } = await sql.query<HeadRow>(
    `select folded, hash from incident_head
      where case $1::text when 'open' then status <> 'resolved' when 'mitigated' then status = 'mitigated'
                          when 'resolved' then status = 'resolved' else true end
      order by opened_at desc limit $2`,
    [status ?? null, limit],
  )
  return rows.map(toHead)
}

/** `INC-12`, `inc-12`, `12` or the id itself -> the id. */
export async function incidentNamed(sql: Sql, name: string): Promise<string | undefined> {
  const number = /^(?:inc-)?(\d{1,9})$/i.exec(name)?.[1]
  // What can be no id is not asked for: PostgreSQL fails on a NUL.
  if (!number && !/^[0-9a-f-]{36}$/i.test(name)) return undefined
  const { rows } = number
    ? await sql.query<{ id: string }>('select id from incident where number = $1', [Number(number)])
    : await sql.query<{ id: string }>('select id from incident where id::text = lower($1)', [name])
  return rows[0]?.id
}

/** The row that an incident has before its first entry; its number is the next one. */
export async function newIncident(tx: Tx, id: string): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    `insert into incident (id, number) values ($1, nextval('incident_number')) returning number`,
    [id],
  )
  return rows[0]?.number ?? 0
}

/** The incident of one of these signatures and this group that was resolved last, if that was after `since`. */
export async function resolvedLately(
  sql: Sql,
  { signatures, groupKey, since }: { signatures: string[]; groupKey: string; since: string },
): Promise<string | undefined> {
  const { rows } = await sql.query<HeadRow>(
    `select folded, hash from incident_head where signature = any($1) and status = 'resolved' order by opened_at desc limit 10`,
    [signatures],
  )
  const lately = rows
    .map(toHead)
    .filter(is => !is.mergedInto && is.groupKey === groupKey && (is.resolvedAt ?? '') > since)
    .toSorted((a, b) => (a.resolvedAt ?? '').localeCompare(b.resolvedAt ?? ''))
  return lately.at(-1)?.id
}

export function toHead(row: HeadRow): Head {
  return { ...(JSON.parse(row.folded) as Incident), hash: row.hash }
}
