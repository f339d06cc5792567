import type { Row } from './db.ts'
import type { Loader } from './loaders.ts'

/**
 * When whoever has the incident last wrote something on its timeline, typed or moved in its room. What they did before they
 * asked for quiet until a time is no move: they meant that time. Nor is the end of their terminal: a laptop may have died.
 */
export const loadLastMoved: Loader<'lastMoved'> = async (tx, was) => {
  if (!was.acknowledgedBy) return undefined
  const { rows } = await tx.query<{ at: string | null } & Row>(
    `with moved as (select at from entry where incident = $1 and by::jsonb ->> 'id' = $2 and type <> 'TerminalEnded'
                    union all select at from room_activity where incident = $1 and person::text = $2)
     select max(at) as at from moved
      where at > coalesce((select max(at) from entry where incident = $1 and type = 'Snoozed'), '-infinity')`,
    [was.id, was.acknowledgedBy],
  )
  return rows[0]?.at ? new Date(rows[0].at).toISOString() : undefined
}
