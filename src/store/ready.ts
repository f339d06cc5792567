import type { Row, Sql } from './db.ts'

/** When each person last answered: a test page, a button, or the page behind a link. Looking does not count. */
export async function lastAnswers(sql: Sql): Promise<Map<string, string>> {
  const { rows } = await sql.query<{ person: string; at: string }>(
    `select person, max(at) as at from (
       select person, tapped_at as at from test_call where tapped_at is not null
       union all select person, used_at from button where used_at is not null
       union all select person, tapped_at from capability where tapped_at is not null and kind = 'responder' and person is not null
     ) as answered group by person`,
  )
  return new Map(rows.map(({ person, at }) => [person, at]))
}

/** The last incident of each of these services that came to its end, the newest first. */
export async function lastResolved(sql: Sql, services: readonly string[]): Promise<{ service: string; at: string }[]> {
  const { rows } = await sql.query<{ service: string; at: string } & Row>(
    `select service, max(opened_at) as at from incident_head
      where service = any($1) and status = 'resolved' group by service order by at desc`,
    [services],
  )
  return rows
}

export interface AlertKind {
  service: string
  signature: string
  title: string
  labels: Record<string, string>
  annotations: Record<string, string>
}

interface KindRow extends Row {
  service: string
  signature: string
  said: string
}

const newest = 2_000
const mostOfOne = 20

/** The kinds of alert that came since then, of each service the newest few, as the last of each said it. */
export async function alertKinds(sql: Sql, since: Date, service?: string): Promise<AlertKind[]> {
  const some = (status: string) => `(select service, signature, said, heard_at from alert
      where org = 'main' and status = '${status}' and heard_at > $1 and ($2::text is null or service = $2)
      order by heard_at desc limit ${newest})`
  const { rows } = await sql.query<KindRow>(
    `select service, signature, said from (
       select *, row_number() over (partition by service order by heard_at desc) as n from (
         select distinct on (service, signature) * from (${some('firing')} union all ${some('resolved')}) as heard
          order by service, signature, heard_at desc) as kinds) as numbered
      where n <= ${mostOfOne}`,
    [since, service ?? null],
  )
  return rows.map(({ said, ...kind }) => {
    const { title, labels, annotations } = JSON.parse(said) as AlertKind
    return { ...kind, title, labels, annotations }
  })
}
