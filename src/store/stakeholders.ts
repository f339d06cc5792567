import type { Service } from '../catalog/service.ts'
import { newId } from '../engine/id.ts'
import type { Severity } from '../incident/severity.ts'
import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import { type Loader, loadService } from './loaders.ts'
import type { Secrets } from './secrets.ts'

/** An address to write to; `page` where they asked for it themselves, on that status page. */
export interface Addressee {
  email: string
  page?: string
}

interface Letter {
  text: string
  update?: string
  service: string
}

/** Each address once: whom the service lists, and who asked on a page that shows it; none that is bad enough for them, none who ended it. */
export async function addresseesOf(sql: Sql, service: Service, severity: Severity): Promise<Addressee[]> {
  const off = new Set(await offOf(sql, service.slug))
  const listed = service.stakeholders
    .filter(one => severity <= (one.severity ?? 'sev4') && !off.has(one.email.toLowerCase()))
    .map(({ email }) => ({ email }))
  const known = new Set(listed.map(one => one.email.toLowerCase()))
  const { rows } = await sql.query<{ email: string; page: string }>(
    `select distinct on (s.email) s.email, s.page from stakeholder s join status_page p on p.slug = s.page
      where p.components @> jsonb_build_array(jsonb_build_object('service', $1::text))
        and (s.services = '{}' or $1 = any(s.services)) and $2 <= s.severity
      order by s.email, s.page`,
    [service.slug, severity],
  )
  return [...listed, ...rows.filter(one => !known.has(one.email))]
}

async function offOf(sql: Sql, service: string): Promise<string[]> {
  const { rows } = await sql.query<{ email: string }>('select email from stakeholder_off where service = $1', [service])
  return rows.map(row => row.email)
}

/** A page that shows the service, or the one of a house that has made none, which shows all. */
export const loadOutreach: Loader<'outreach'> = async (tx, was, ask) => {
  const service = await loadService(tx, was, ask)
  const addresses = await addresseesOf(tx, service, was.severity)
  const { rows } = await tx.query<{ pages: number }>(
    `select count(*) filter (where components @> jsonb_build_array(jsonb_build_object('service', $1::text)))
          + (count(*) = 0)::int as pages from status_page`,
    [service.slug],
  )
  return { addresses: addresses.length, pages: rows[0]?.pages ?? 0 }
}

/** One obligation an address, however often it is asked. */
export async function oweLetters(
  sql: Sql,
  of: { id: string; incident: string },
  to: readonly Addressee[],
  letter: Letter,
  now: Date,
): Promise<void> {
  const rows = to.map(one => ({ id: newId(now), key: `letter:${of.id}:${one.email}`, body: { ...letter, ...one } }))
  await sql.query(
    `insert into obligation (id, incident, kind, key, body, due_at)
     select row.id, $1, 'stakeholder-letter', row.key, row.body, $2
       from unnest($3::uuid[], $4::text[], $5::text[]) as row (id, key, body)
     on conflict (incident, key) do nothing`,
    [of.incident, now, rows.map(one => one.id), rows.map(one => one.key), rows.map(one => JSON.stringify(one.body))],
  )
}

/** True when this address ended it after the letter was owed. */
export async function isStillWanted(
  sql: Sql,
  { email, service, page }: Addressee & { service: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(
    page === undefined
      ? 'select 1 where not exists (select 1 from stakeholder_off where email = lower($1) and service = $2)'
      : 'select 1 from stakeholder where email = $1 and page = $3 and $2::text is not null',
    page === undefined ? [email, service] : [email, service, page],
  )
  return rowCount === 1
}

/** What stands in the link that ends mail about a service to an address; the same each time. */
export async function mintOffLink(
  sql: Sql,
  secrets: Secrets,
  now: Date,
  { email, service }: { email: string; service: string },
): Promise<string> {
  const token = secrets.derive(`no more mail to ${email.toLowerCase()} about ${service}`)
  await sql.query(
    'insert into off_link (digest, email, service, made_at) values ($1, $2, $3, $4) on conflict (digest) do nothing',
    [digestOf(token), email.toLowerCase(), service, now],
  )
  return token
}

export interface OffLink {
  email: string
  service: string
  /** As people know it. */
  name: string
}

export async function offLinkOf(sql: Sql, token: string): Promise<OffLink | undefined> {
  const { rows } = await sql.query<OffLink & Row>(
    `select email, off_link.service, coalesce(service.name, off_link.service) as name from off_link
       left join service on service.slug = off_link.service where digest = $1`,
    [digestOf(token)],
  )
  return rows[0]
}

/** Ends it both ways: what the service lists, and what they asked for themselves. */
export async function endMail(tx: Tx, { email, service }: OffLink, now: Date): Promise<void> {
  await tx.query('insert into stakeholder_off (email, service, at) values ($1, $2, $3) on conflict do nothing', [
    email,
    service,
    now,
  ])
  await tx.query(
    `delete from stakeholder s using status_page p
      where s.email = $1 and p.slug = s.page and (s.services = '{}' or $2 = any(s.services))
        and p.components @> jsonb_build_array(jsonb_build_object('service', $2::text))`,
    [email, service],
  )
}
