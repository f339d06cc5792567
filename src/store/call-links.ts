import type { Row, Sql } from './db.ts'

export interface CallLink {
  team: string
  template: string
}

export async function listCallLinks(sql: Sql): Promise<CallLink[]> {
  const { rows } = await sql.query<CallLink & Row>('select team, template from call_link order by team')
  return rows
}

export async function saveCallLink(sql: Sql, { team, template }: CallLink, now: Date): Promise<void> {
  await sql.query(
    `insert into call_link (team, template, updated_at) values ($1, $2, $3)
     on conflict (org, team) do update set template = excluded.template, updated_at = excluded.updated_at`,
    [team, template, now],
  )
}

export async function forgetCallLink(sql: Sql, team: string): Promise<boolean> {
  const { rowCount } = await sql.query('delete from call_link where team = $1', [team])
  return rowCount === 1
}
