import type { ProvenElsewhere } from '../incident/known.ts'
import type { Point, Print } from '../incident/prints.ts'
import type { Row, Sql } from './db.ts'

/** A copy that was proven outside any incident and is still there; `point`: where its source stood then. */
export interface KeptProof extends ProvenElsewhere {
  point?: Point
}

interface ProofRow extends Row {
  id: string
  resource: string
  driver: string
  level: ProvenElsewhere['level']
  covers: string[]
  takenAt: string
  verifiedAt: string
  digest: string
  location: string
  bytes: string
  prints: string | null
  point: string | null
  ms: number | null
}

/** The newest of each resource and driver, with how long it took where a rehearsal measured that. */
export async function provenCopies(sql: Sql, at: string): Promise<KeptProof[]> {
  const { rows } = await sql.query<ProofRow>(
    `select distinct on (c.resource, c.driver) c.id, c.resource, c.driver, c.level, c.covers, c.taken_at as "takenAt",
            c.verified_at as "verifiedAt", c.digest, c.location, c.bytes::text, c.prints, c.point, r.ms
       from copy c left join rehearsal r on r.copy = c.id
      where c.incident is null and c.resource is not null and c.host is null and c.gone_at is null
        and (c.expires_at is null or c.expires_at > $1)
      order by c.resource, c.driver, c.taken_at desc, r.at desc`,
    [at],
  )
  return rows.map(toProof)
}

function toProof({ bytes, prints, point, ms, ...row }: ProofRow): KeptProof {
  return {
    ...row,
    bytes: Number(bytes),
    ...(ms !== null && { ms }),
    ...(prints !== null && { prints: JSON.parse(prints) as Print[] }),
    ...(point !== null && { point: JSON.parse(point) as Point }),
  }
}
