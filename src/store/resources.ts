import type { Known, Resource } from '../incident/known.ts'
import type { Row, Sql } from './db.ts'
import type { Secrets } from './secrets.ts'

interface ResourceRow extends Row, Resource {
  settings: string
  updatedAt: string
}

/** How to reach a resource. `url` is a secret; a folder's path is not. */
export type Reach =
  | { kind: 'postgres' | 'mariadb'; url: string; smoke?: string }
  | { kind: 'folder' | 'sqlite'; path: string }

const placeOf = (slug: string): string => `resource/${slug}`

/** Whose data it is, and how often a copy of it is taken and proven before anything burns. */
export interface Care {
  service?: string | undefined
  everyHours?: number | undefined
  /** Hours that a copy stays after its incident; 24 unless said. */
  keepHours?: number | undefined
  /** Minutes that a proof may take in an incident; 10 unless said. */
  budgetMinutes?: number | undefined
  /** A question in SQL that its data has to answer well. */
  smoke?: string | undefined
}

export async function putResource(
  sql: Sql,
  secrets: Secrets,
  slug: string,
  { reach, service, ...care }: Care & { reach: Reach },
  at: Date,
): Promise<void> {
  const sealed = secrets.seal(JSON.stringify(reach), placeOf(slug))
  // What is undefined is not written.
  const spec = JSON.stringify(care)
  await sql.query(
    `insert into resource (slug, kind, settings, updated_at, service, spec) values ($1, $2, $3, $4, $5, $6)
     on conflict (org, slug) do update set kind = excluded.kind, settings = excluded.settings, updated_at = excluded.updated_at,
       service = excluded.service, spec = excluded.spec`,
    [slug, reach.kind, sealed, at, service ?? null, spec],
  )
}

export async function deleteResource(sql: Sql, slug: string): Promise<boolean> {
  const { rowCount } = await sql.query('delete from resource where slug = $1', [slug])
  return rowCount === 1
}

export type ListedResource = Omit<Resource, 'smoke'> & {
  updatedAt: string
  service: string | null
  everyHours: number | null
  keepHours: number | null
  budgetMinutes: number | null
  smoke: string | null
}

const cared = (name: keyof Care) => `(spec::jsonb ->> '${name}')::float8 as "${name}"`

/** Without how to reach them. */
export async function listResources(sql: Sql): Promise<ListedResource[]> {
  const { rows } = await sql.query<ListedResource & Row>(
    `select slug, kind, updated_at as "updatedAt", service, ${cared('everyHours')}, ${cared('keepHours')}, ${cared('budgetMinutes')},
            spec::jsonb ->> 'smoke' as smoke
       from resource order by slug`,
  )
  return rows
}

export async function reachOf(sql: Sql, secrets: Secrets, slug: string): Promise<Reach | undefined> {
  const { rows } = await sql.query<Pick<ResourceRow, 'settings'> & { smoke: string | null } & Row>(
    `select settings, spec::jsonb ->> 'smoke' as smoke from resource where slug = $1`,
    [slug],
  )
  if (!rows[0]) return undefined
  const reach = JSON.parse(secrets.open(rows[0].settings, placeOf(slug))) as Reach
  return reach.kind === 'postgres' && rows[0].smoke ? { ...reach, smoke: rows[0].smoke } : reach
}

export async function loadResources(sql: Sql): Promise<Known['resources']> {
  const found = await listResources(sql)
  return new Map(found.map(({ slug, kind, smoke }) => [slug, { slug, kind, ...(smoke && { smoke: true as const }) }]))
}
