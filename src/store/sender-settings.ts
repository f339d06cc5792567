import type { Sql } from './db.ts'
import type { Integration } from './integrations.ts'
import type { Secrets } from './secrets.ts'

type Settings = Record<string, unknown>

const about = (id: string, field: string) => `integration ${id} ${field}`

/** Keeps what a sender of this integration asks to be set. Fields named in `secretFields` are sealed. */
export async function saveSenderSettings(
  sql: Sql,
  secrets: Secrets,
  {
    id,
    name,
    settings,
    secretFields,
  }: { id: string; name: string; settings: Settings; secretFields: readonly string[] },
): Promise<void> {
  const kept = Object.entries(settings).map(([field, value]) =>
    secretFields.includes(field)
      ? [field, { sealed: secrets.seal(JSON.stringify(value), about(id, field)) }]
      : [field, value],
  )
  await sql.query('update integration set name = $2, settings = $3 where id = $1', [
    id,
    name,
    JSON.stringify(Object.fromEntries(kept)),
  ])
}

/** With its secrets open: never to be answered. */
export function openSenderSettings({ id, settings }: Pick<Integration, 'id' | 'settings'>, secrets: Secrets): Settings {
  const entries = Object.entries(JSON.parse(settings ?? '{}') as Settings).map(([field, value]) => {
    const { sealed } = (value ?? {}) as { sealed?: string }
    return [field, sealed ? (JSON.parse(secrets.open(sealed, about(id, field))) as unknown) : value]
  })
  return Object.fromEntries(entries) as Settings
}

/** What senders' settings keep sealed, of every integration that is there. */
export async function senderSecrets(sql: Sql, secrets: Secrets): Promise<string[]> {
  const { rows } = await sql.query<Pick<Integration, 'id' | 'settings'> & { settings: string }>(
    `select id, settings from integration where deleted_at is null and settings like '%"sealed"%'`,
  )
  return rows.flatMap(row => {
    const kept = JSON.parse(row.settings) as Settings
    return Object.entries(openSenderSettings(row, secrets)).flatMap(([field, value]) =>
      typeof value === 'string' && value !== kept[field] ? [value] : [],
    )
  })
}
