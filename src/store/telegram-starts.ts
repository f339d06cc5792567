import { randomBytes } from 'node:crypto'
import { digestOf } from './capabilities.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** A bot as it is reached; the chat is not known yet. */
export interface Bot {
  botToken: string
  server: string
}

export const telegramStartMs = 15 * 60_000

const about = (person: string): string => `telegram start ${person}`

interface StartRow extends Row {
  person: string
  settings: string
  label: string | null
}

/** A code for the link to a bot: whoever comes with it is this person. One at a time. */
export async function addTelegramStart(
  tx: Tx,
  secrets: Secrets,
  person: string,
  bot: Bot,
  label: string | undefined,
  now: Date,
): Promise<string> {
  const code = randomBytes(24).toString('base64url')
  await tx.query('delete from telegram_start where person = $1 or expires_at < $2', [person, now])
  await tx.query(
    'insert into telegram_start (digest, person, settings, expires_at, label) values ($1, $2, $3, $4, $5)',
    [
      digestOf(code),
      person,
      secrets.seal(JSON.stringify(bot), about(person)),
      new Date(now.getTime() + telegramStartMs),
      label || null,
    ],
  )
  return code
}

/** The bots that somebody is on the way to: they are listened to. */
export async function botsExpected(sql: Sql, secrets: Secrets, now: Date): Promise<Bot[]> {
  const { rows } = await sql.query<StartRow>(
    'select person, settings from telegram_start where used_at is null and expires_at > $1',
    [now],
  )
  return rows.map(row => opened(row, secrets))
}

/** Uses the code up, if it came to the bot that it was made for. */
export async function useTelegramStart(
  tx: Tx,
  secrets: Secrets,
  code: string,
  now: Date,
): Promise<{ person: string; bot: Bot; label?: string } | undefined> {
  const { rows } = await tx.query<StartRow>(
    `update telegram_start set used_at = $2 where digest = $1 and used_at is null and expires_at > $2
     returning person, settings, label`,
    [digestOf(code), now],
  )
  const [row] = rows
  return row && { person: row.person, bot: opened(row, secrets), ...(row.label && { label: row.label }) }
}

const opened = ({ person, settings }: Pick<StartRow, 'person' | 'settings'>, secrets: Secrets): Bot =>
  JSON.parse(secrets.open(settings, about(person))) as Bot
