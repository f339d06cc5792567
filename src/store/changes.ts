import type { ChangeTold } from '../alert/report.ts'
import type { Incident } from '../incident/incident.ts'
import type { RecentChange } from '../incident/known.ts'
import type { Row, Sql } from './db.ts'
import type { Loader } from './loaders.ts'
import { storable } from './storable.ts'
import { toText } from './timeline.ts'

interface ChangeRow extends Row {
  id: string
  service: string
  at: string
  person: string | null
  said: string
}

const hourMs = 3_600_000

export interface NewChange extends ChangeTold {
  id: string
  service: string
  integration?: string
  heardAt: string
}

export async function saveChange(sql: Sql, change: NewChange): Promise<void> {
  const { id, service, integration, heardAt, at, summary, source, author, link } = change
  await sql.query(
    `insert into change_event (id, integration, service, at, heard_at, author, said) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      integration ?? null,
      service,
      at,
      heardAt,
      author ? storable(author, 300) : null,
      toText({ summary, source, author, link }),
    ],
  )
}

interface ChangesWanted {
  services?: string[]
  /** And on what these services depend on. */
  withNeeded?: true
  until: string
  withinMs?: number
}

/** What changed on these services before `until`, newest first; the author is found among people by mail address or name. */
export async function changesOn(
  sql: Sql,
  { services, withNeeded, until, withinMs = hourMs }: ChangesWanted,
  limit = 50,
): Promise<RecentChange[]> {
  const since = new Date(Date.parse(until) - withinMs)
  const { rows } = await sql.query<ChangeRow>(
    `select c.id, c.service, c.at, c.said, p.id as person from change_event c
       left join lateral (
         select id from person where disabled_at is null and kind = 'person' and c.author is not null
            and (lower(email) = lower(coalesce(substring(c.author from '<([^<> ]+@[^<> ]+)>'), c.author)) or lower(name) = lower(c.author))
          order by created_at limit 1) p on true
      where ($1::text[] is null or c.service = any($1) or $5 and c.service in (select unnest(depends_on) from service where slug = any($1)))
        and c.at > $2 and c.at <= $3
      order by c.at desc, c.id desc limit $4`,
    [services ?? null, since, until, limit, withNeeded ?? false],
  )
  return rows.map(toChange)
}

/** The last hour before it started, and since; on the service and what it depends on. */
export const loadRecentChanges: Loader<'recentChanges'> = (tx, was, ask) =>
  changesOn(tx, { services: [was.service], withNeeded: true, until: ask.at, withinMs: withinMsOf(was, ask.at) })

type Began = Pick<Incident, 'service' | 'startedAt'>

function withinMsOf({ startedAt }: Began, at: string): number {
  const started = startedAt !== '' && startedAt < at ? startedAt : at
  return Math.min(Date.parse(at) - Date.parse(started), 24 * hourMs) + hourMs
}

/** The same for many at once: each service is asked about once, for the longest that any of its incidents looks back. */
export async function changesOfAll(
  sql: Sql,
  incidents: readonly Began[],
  at: string,
): Promise<(is: Began) => RecentChange[]> {
  const byService = Map.groupBy(incidents, is => is.service)
  const found = await Promise.all(
    [...byService].map(async ([service, those]) => {
      const withinMs = Math.max(...those.map(is => withinMsOf(is, at)))
      return [service, await changesOn(sql, { services: [service], withNeeded: true, until: at, withinMs })] as const
    }),
  )
  const changes = new Map(found)
  return is => {
    const since = new Date(Date.parse(at) - withinMsOf(is, at)).toISOString()
    return (changes.get(is.service) ?? []).filter(one => one.at > since)
  }
}

function toChange({ id, service, at, person, said }: ChangeRow): RecentChange {
  const { summary, source, author, link } = JSON.parse(said) as ChangeTold
  return {
    id,
    service,
    summary,
    at,
    ...(source && { source }),
    ...(author && { author }),
    ...(person && { person }),
    ...(link && { link }),
  }
}
