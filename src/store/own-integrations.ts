import type { Sql } from './db.ts'
import { digestOfKey, newKey } from './integrations.ts'

/** What Fireline itself finds out arrives like everybody's alerts, by integrations of its own that no key opens. */
const own = {
  heartbeats: { id: '00000000-0000-7000-8000-0000000000b1', name: 'Heartbeats' },
  probes: { id: '00000000-0000-7000-8000-0000000000b2', name: 'Probes' },
  mailboxes: { id: '00000000-0000-7000-8000-0000000000b3', name: 'Mailboxes' },
  rehearsals: { id: '00000000-0000-7000-8000-0000000000b4', name: 'Rehearsals' },
} as const

/** Its id; made when it is first needed. It speaks for every service, by the name that each alert carries. */
export async function ownIntegration(sql: Sql, which: keyof typeof own, now: Date): Promise<string> {
  const { id, name } = own[which]
  await sql.query(
    `insert into integration (id, service, kind, name, key_digest, created_at)
     values ($1, 'default', 'own', $2, $3, $4) on conflict (id) do nothing`,
    [id, name, digestOfKey(newKey()), now],
  )
  return id
}
