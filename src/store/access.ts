import type { AccessList } from '../catalog/access-list.ts'
import type { Row, Sql } from './db.ts'

export async function listAccess(sql: Sql): Promise<AccessList[]> {
  const { rows } = await sql.query<AccessList & Row>('select name, people from access order by name')
  return rows
}

export async function saveAccess(sql: Sql, { name, people }: AccessList, now: Date): Promise<void> {
  await sql.query(
    `insert into access (name, people, updated_at) values ($1, $2, $3)
     on conflict (org, name) do update set people = excluded.people, updated_at = excluded.updated_at`,
    [name, people, now],
  )
}

export async function forgetAccess(sql: Sql, name: string): Promise<boolean> {
  const { rowCount } = await sql.query('delete from access where name = $1', [name])
  return rowCount === 1
}
