import type { Incident } from '../incident/incident.ts'
import { minutesOf } from '../incident/minutes.ts'
import type { Row, Sql } from './db.ts'
import { storable } from './storable.ts'

/** How often a trouble was seen and got over, how long that took, and who did it last. */
export interface SeenBefore {
  times: number
  medianMinutes?: number
  lastFixedBy?: string
}

/** From the resolved incidents of one signature, but for the one that asks. */
export async function seenBefore(sql: Sql, signature: string, but: string): Promise<SeenBefore | undefined> {
  const { rows } = await sql.query<{ folded: string } & Row>(
    `select folded from incident_head where signature = $1 and incident <> $2 and status = 'resolved'
      order by opened_at desc limit 50`,
    [storable(signature), but],
  )
  const past = rows.map(row => JSON.parse(row.folded) as Incident).filter(was => !was.mergedInto)
  if (past.length === 0) return undefined
  const lastFixedBy = past.map(fixedBy).find(name => name !== undefined)
  return { times: past.length, medianMinutes: median(past.flatMap(was => minutesOf(was) ?? [])), lastFixedBy }
}

const fixedBy = (was: Incident): string | undefined =>
  was.people.find(one => one.person === (was.lead ?? was.acknowledgedBy))?.name ?? was.people.at(-1)?.name

export function median(numbers: number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return undefined
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return Math.round((low + high) / 2)
}
