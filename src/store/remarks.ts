import { digestOf } from './capabilities.ts'
import type { Sql, Tx } from './db.ts'

/** The remark that came from there, if it was heard before; `source` names the place, as "mail <…>" or "slack C1 17.2". */
export async function remarkFrom(sql: Sql, source: string): Promise<{ incident: string; remark: string } | undefined> {
  const { rows } = await sql.query<{ incident: string; remark: string }>(
    'select incident, remark from remark_source where source = $1',
    [digestOf(source)],
  )
  return rows[0]
}

/** Takes the place for this remark; false when it was heard before. */
export async function takeRemarkSource(
  tx: Tx,
  { source, incident, remark }: { source: string; incident: string; remark: string },
  at: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into remark_source (source, incident, remark, at) values ($1, $2, $3, $4) on conflict do nothing',
    [digestOf(source), incident, remark, at],
  )
  return rowCount === 1
}
