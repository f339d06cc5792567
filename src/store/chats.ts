import type { ChatKind, Workspace } from '../steps/notify/chat-room.ts'
import type { Row, Sql, Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** A chat that is set up. */
export interface Chat {
  kind: ChatKind
  settings: Record<string, unknown>
  workspace: Workspace
  /** Severities whose incidents get a room. */
  opensFor: string[]
  setAt: string
  trouble?: string
}

const about = (kind: string): string => `chat ${kind}`

/** Sets it up anew. In another workspace people are others: who they said they are is forgotten. */
export async function putChat(
  tx: Tx,
  secrets: Secrets,
  { kind, settings, workspace, opensFor }: Omit<Chat, 'setAt' | 'trouble'>,
  at: Date,
): Promise<void> {
  await tx.query(
    'delete from chat_person where kind = $1 and not exists (select 1 from chat where kind = $1 and workspace = $2)',
    [kind, workspace.id],
  )
  await tx.query(
    `insert into chat (kind, settings, workspace, workspace_name, own_user, opens_for, set_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org, kind) do update set settings = excluded.settings, workspace = excluded.workspace,
       workspace_name = excluded.workspace_name, own_user = excluded.own_user, opens_for = excluded.opens_for, trouble = null`,
    [
      kind,
      secrets.seal(JSON.stringify(settings), about(kind)),
      workspace.id,
      workspace.name,
      workspace.user,
      opensFor,
      at,
    ],
  )
}

interface ChatRow extends Row {
  kind: ChatKind
  settings: string
  workspace: string
  workspace_name: string
  own_user: string
  opens_for: string[]
  set_at: string
  trouble: string | null
}

export async function chatOf(sql: Sql, secrets: Secrets, kind: string): Promise<Chat | undefined> {
  const { rows } = await sql.query<ChatRow>(
    'select kind, settings, workspace, workspace_name, own_user, opens_for, set_at, trouble from chat where kind = $1',
    [kind],
  )
  const [row] = rows
  return (
    row && {
      kind: row.kind,
      settings: JSON.parse(secrets.open(row.settings, about(row.kind))) as Record<string, unknown>,
      workspace: { id: row.workspace, name: row.workspace_name, user: row.own_user },
      opensFor: row.opens_for,
      setAt: row.set_at,
      ...(row.trouble !== null && { trouble: row.trouble }),
    }
  )
}

export async function isAnyChatSet(sql: Sql): Promise<boolean> {
  return (await sql.query('select 1 from chat limit 1')).rowCount === 1
}

export async function isChatSet(sql: Sql, kind: string): Promise<boolean> {
  return (await sql.query('select 1 from chat where kind = $1', [kind])).rowCount === 1
}

/** Nothing is said there any more, and nothing from there is heard. Its rooms stay as they are. */
export async function deleteChat(tx: Tx, kind: string): Promise<boolean> {
  await tx.query('delete from chat_person where kind = $1', [kind])
  return (await tx.query('delete from chat where kind = $1', [kind])).rowCount === 1
}

/** What is wrong with it now; undefined when nothing is. */
export async function noteChatTrouble(sql: Sql, kind: string, trouble: string | undefined): Promise<void> {
  await sql.query('update chat set trouble = $2 where kind = $1 and trouble is distinct from $2', [
    kind,
    trouble ?? null,
  ])
}
