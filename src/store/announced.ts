import type { Incident } from '../incident/incident.ts'
import { type Announced, announcedOnly } from '../steps/notify/status-page.ts'
import type { Row, Sql, Tx } from './db.ts'

/** In the append's own transaction: the outside was told. */
export async function noteAnnounced(tx: Tx, incident: string, service: string, at: string): Promise<void> {
  await tx.query('insert into announced (incident, service, at) values ($1, $2, $3) on conflict do nothing', [
    incident,
    service,
    at,
  ])
}

interface AnnouncedRow extends Row {
  incident: string
  seq: number
  at: string
}

/**
 * What was announced of these services (of all without), newest first: what is open, and with `since` what began after it.
 * A service that is only watched, or a rehearsal's, shows nowhere.
 */
export async function announcedOf(
  sql: Sql,
  services: readonly string[] | undefined,
  { since, limit }: { since?: string; limit: number },
): Promise<Announced[]> {
  const { rows } = await sql.query<AnnouncedRow>(
    `select a.incident, h.seq, a.at from announced a join incident_head h on h.incident = a.incident
       left join service s on s.slug = a.service
      where ($1::text[] is null or a.service = any($1)) and (h.status <> 'resolved' or a.at > $2)
        and coalesce(s.mode, 'live') = 'live' and s.environment is distinct from 'drill'
      order by a.at desc limit $3`,
    [services ?? null, since ?? 'infinity', limit],
  )
  const known = atHand.get(sql) ?? new Map<string, { seq: number; is: Announced }>()
  atHand.set(sql, known)
  if (known.size > mostAtHand) known.clear()
  await readAgain(
    sql,
    known,
    rows.filter(row => known.get(row.incident)?.seq !== row.seq),
  )
  return rows.flatMap(row => known.get(row.incident)?.is ?? [])
}

/** Everybody may ask, so what did not move is not read again: a timeline that was folded is large. */
const atHand = new WeakMap<Sql, Map<string, { seq: number; is: Announced }>>()
const mostAtHand = 1_000

async function readAgain(
  sql: Sql,
  known: Map<string, { seq: number; is: Announced }>,
  moved: readonly AnnouncedRow[],
): Promise<void> {
  if (moved.length === 0) return
  const { rows } = await sql.query<{ incident: string; seq: number; folded: string }>(
    'select incident, seq, folded from incident_head where incident = any($1)',
    [moved.map(row => row.incident)],
  )
  const announcedAt = new Map(moved.map(row => [row.incident, row.at]))
  for (const { incident, seq, folded } of rows)
    known.set(incident, {
      seq,
      is: announcedOnly(JSON.parse(folded) as Incident, announcedAt.get(incident) ?? ''),
    })
}
