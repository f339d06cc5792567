import type { Row } from './db.ts'
import type { Loader } from './loaders.ts'

/** When whoever has the incident last wrote something on its timeline. */
export const loadLastMoved: Loader<'lastMoved'> = async (tx, was) => {
  if (!was.acknowledgedBy) return undefined
  const { rows } = await tx.query<{ at: string | null } & Row>(
    `select max(at) as at from entry where incident = $1 and by::jsonb ->> 'id' = $2`,
    [was.id, was.acknowledgedBy],
  )
  return rows[0]?.at ? new Date(rows[0].at).toISOString() : undefined
}
