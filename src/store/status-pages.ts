import type { Incident } from '../incident/incident.ts'
import type { Announced, StatusPage } from '../steps/notify/status-page.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { HeadRow } from './head.ts'
import type { Secrets } from './secrets.ts'

interface PageRow extends Row {
  slug: string
  title: string
  is_public: boolean
  zone: string
  components: StatusPage['components']
  key_number: number
}

const columns = 'slug, title, is_public, zone, components, key_number'

/** The oldest first: it is the one that stands at `/status`. */
export async function listStatusPages(sql: Sql): Promise<StatusPage[]> {
  const { rows } = await sql.query<PageRow>(`select ${columns} from status_page order by made_at, slug`)
  return rows.map(toPage)
}

export async function statusPageNamed(sql: Sql, slug: string): Promise<StatusPage | undefined> {
  const { rows } = await sql.query<PageRow>(`select ${columns} from status_page where slug = $1`, [slug])
  return rows[0] && toPage(rows[0])
}

/** Makes it, or changes all of it but its link. */
export async function saveStatusPage(sql: Sql, page: Omit<StatusPage, 'keyNumber'>, now: Date): Promise<void> {
  await sql.query(
    `insert into status_page (slug, title, is_public, zone, components, made_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (org, slug) do update set title = excluded.title, is_public = excluded.is_public, zone = excluded.zone,
       components = excluded.components`,
    [page.slug, page.title, page.isPublic, page.zone, JSON.stringify(page.components), now],
  )
}

/** With everybody who asked to hear of it. False when there is none. */
export async function deleteStatusPage(tx: Tx, slug: string): Promise<boolean> {
  await tx.query('delete from stakeholder where page = $1', [slug])
  await tx.query('delete from stakeholder_asked where page = $1', [slug])
  const { rowCount } = await tx.query('delete from status_page where slug = $1', [slug])
  return rowCount === 1
}

/** From now on another link opens it, and the one before does not. */
export async function renewLink(sql: Sql, slug: string): Promise<boolean> {
  const { rowCount } = await sql.query('update status_page set key_number = key_number + 1 where slug = $1', [slug])
  return rowCount === 1
}

/** What opens a page that is not public. */
export const pageKey = (secrets: Pick<Secrets, 'derive'>, { slug, keyNumber }: StatusPage): string =>
  secrets.derive(`status page ${slug} ${keyNumber}`)

/** Of how many addresses each page has. */
export async function countOfStakeholders(sql: Sql): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ page: string; n: number }>(
    'select page, count(*)::int as n from stakeholder group by page',
  )
  return new Map(rows.map(row => [row.page, row.n]))
}

/** In the append's own transaction: the outside was told. */
export async function noteAnnounced(tx: Tx, incident: string, service: string, at: string): Promise<void> {
  await tx.query('insert into announced (incident, service, at) values ($1, $2, $3) on conflict do nothing', [
    incident,
    service,
    at,
  ])
}

interface AnnouncedRow extends HeadRow {
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
    `select h.folded, h.hash, a.at from announced a join incident_head h on h.incident = a.incident
       left join service s on s.slug = a.service
      where ($1::text[] is null or a.service = any($1)) and (h.status <> 'resolved' or a.at > $2)
        and coalesce(s.mode, 'live') = 'live' and s.environment is distinct from 'drill'
      order by a.at desc limit $3`,
    [services ?? null, since ?? 'infinity', limit],
  )
  return rows.map(row => ({ ...(JSON.parse(row.folded) as Incident), announcedAt: row.at }))
}

const toPage = (row: PageRow): StatusPage => ({
  slug: row.slug,
  title: row.title,
  isPublic: row.is_public,
  zone: row.zone,
  components: row.components,
  keyNumber: row.key_number,
})
