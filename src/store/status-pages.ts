import type { StatusPage } from '../steps/notify/status-page.ts'
import type { Row, Sql, Tx } from './db.ts'
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

const toPage = (row: PageRow): StatusPage => ({
  slug: row.slug,
  title: row.title,
  isPublic: row.is_public,
  zone: row.zone,
  components: row.components,
  keyNumber: row.key_number,
})
