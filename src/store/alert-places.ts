import type { Label } from '../alert/alert.ts'
import type { Row, Sql } from './db.ts'

interface Labelled {
  title: string
  labels: Label
}

/** Alerts that fire now and whose labels name a place of a host. Read as text: what a sender says may be no jsonb. */
export async function firingWithPlace(sql: Sql): Promise<Labelled[]> {
  const { rows } = await sql.query<{ said: string } & Row>(
    `select said from alert where status = 'firing' and said ~ '"(mountpoint|mount_point|mount|path|filesystem|device|dev)": ?"/'
      order by heard_at desc limit 500`,
  )
  return rows.map(({ said }) => JSON.parse(said) as Labelled)
}
