import type { Row, Sql } from './db.ts'
import { digestOfKey } from './integrations.ts'
import type { Secrets } from './secrets.ts'

/** A key of the kind `report`: it opens a form for people outside, takes no alerts, and its link can be shown again. */
export interface ReportForm {
  id: string
  name: string
  service: string
  /** As the page names it. */
  serviceName: string
  /** So many reports open an incident where none is open. */
  opensAfter: number
}

interface FormRow extends Row, ReportForm {
  sealed_key: string
}

const columns = `i.id, i.name, i.service, coalesce(s.name, i.service) as "serviceName", i.opens_after as "opensAfter",
  i.sealed_key from integration i left join service s on s.slug = i.service
  where i.kind = 'report' and i.deleted_at is null`

export async function reportFormByKey(sql: Sql, key: string): Promise<ReportForm | undefined> {
  const { rows } = await sql.query<FormRow>(`select ${columns} and i.key_digest = $1`, [digestOfKey(key)])
  return rows[0] && toForm(rows[0])
}

/** With their keys: whoever sees them may hand out the link. */
export async function listReportForms(sql: Sql, secrets: Secrets): Promise<(ReportForm & { key: string })[]> {
  const { rows } = await sql.query<FormRow>(`select ${columns} order by i.created_at, i.id`)
  return rows.map(row => ({ ...toForm(row), key: secrets.open(row.sealed_key, `key of integration ${row.id}`) }))
}

/** False when there is no such form. */
export async function setOpensAfter(sql: Sql, id: string, opensAfter: number): Promise<boolean> {
  const { rowCount } = await sql.query(
    `update integration set opens_after = $2 where id::text = lower($1) and kind = 'report' and deleted_at is null`,
    [id, opensAfter],
  )
  return rowCount === 1
}

const toForm = ({ id, name, service, serviceName, opensAfter }: FormRow): ReportForm => ({
  id,
  name,
  service,
  serviceName,
  opensAfter,
})
