import type { Service } from '../catalog/service.ts'
import type { Row, Sql } from './db.ts'
import { placingChanged } from './placing.ts'

/** Makes or replaces it, and its team where that is new. */
export async function saveService(sql: Sql, service: Service): Promise<void> {
  const { slug, name, team, mode, policy, owner, environment, twin, dependsOn, stakeholders, recording } = service
  await sql.query('insert into team (slug, name) values ($1, $1) on conflict do nothing', [team])
  await sql.query(
    `insert into service (slug, name, team, mode, policy, owner, environment, twin, depends_on, stakeholders, recording)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (org, slug) do update set name = excluded.name, team = excluded.team, mode = excluded.mode,
       policy = excluded.policy, owner = excluded.owner, environment = excluded.environment, twin = excluded.twin,
       depends_on = excluded.depends_on, stakeholders = excluded.stakeholders,
       recording = excluded.recording`,
    [slug, name, team, mode, policy, owner, environment, twin, dependsOn, JSON.stringify(stakeholders), recording],
  )
  await placingChanged(sql)
}

export async function policyExists(sql: Sql, slug: string): Promise<boolean> {
  const { rowCount } = await sql.query<Row>('select 1 from policy where slug = $1', [slug])
  return slug === 'default' || rowCount === 1
}
