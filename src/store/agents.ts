import type { Row, Sql, Tx } from './db.ts'
import { digestOfSecret } from './tokens.ts'

/** The agent of one host, and what its host allowed it when it was heard last. */
export interface Agent extends Row {
  id: string
  host: string
  version?: string
  /** None before it was ever connected. */
  level?: number
  checks: string[]
  logs: string[]
  reviewers: string[]
  shell: boolean
  madeBy: string
  enrolledAt: string
  /** To the minute while it is connected. */
  seenAt?: string
  revokedAt?: string
  revokedBy?: string
}

const columns = `id, host, version, level, checks, logs, reviewers, shell, made_by as "madeBy", enrolled_at as "enrolledAt",
  seen_at as "seenAt", revoked_at as "revokedAt", revoked_by as "revokedBy"`

interface AgentCode {
  code: string
  host: string
  by: string
  at: Date
  validMs: number
}

/** The ones whose time is over are gone. */
export async function addAgentCode(tx: Tx, { code, host, by, at, validMs }: AgentCode): Promise<void> {
  await tx.query('delete from agent_code where expires_at < $1', [at])
  await tx.query('insert into agent_code (digest, host, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5)', [
    digestOfSecret(code),
    host,
    by,
    at,
    new Date(at.getTime() + validMs),
  ])
}

/** Makes an agent of a code, which is used up; undefined when the code is not known, used, or its time is over. */
export async function enrolAgent(
  tx: Tx,
  { id, code, publicKey, at }: { id: string; code: string; publicKey: string; at: Date },
): Promise<{ host: string } | undefined> {
  const { rows } = await tx.query<{ host: string }>(
    `with used as (delete from agent_code where digest = $2 and expires_at > $4 returning host, made_by)
     insert into agent (id, host, public_key, made_by, enrolled_at) select $1, host, $3, made_by, $4 from used returning host`,
    [id, digestOfSecret(code), publicKey, at],
  )
  return rows[0]
}

/** Those that were revoked come last. */
export async function listAgents(sql: Sql): Promise<Agent[]> {
  const { rows } = await sql.query<Agent>(
    `select ${columns} from agent order by revoked_at desc nulls first, host, enrolled_at`,
  )
  return rows
}

export async function agentNamed(sql: Sql, id: string): Promise<(Agent & { publicKey: string }) | undefined> {
  const { rows } = await sql.query<Agent & { publicKey: string }>(
    `select ${columns}, public_key as "publicKey" from agent where id = $1`,
    [id],
  )
  return rows[0]
}

/** False when there is none that was not revoked already. */
export async function revokeAgent(tx: Tx, { id, by, at }: { id: string; by: string; at: Date }): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update agent set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null',
    [id, at, by],
  )
  return rowCount === 1
}

export async function revokedOf(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    'select id from agent where id = any($1::uuid[]) and revoked_at is not null',
    [ids],
  )
  return rows.map(({ id }) => id)
}

type Allowed = Pick<Agent, 'id' | 'checks' | 'logs' | 'reviewers' | 'shell'> & { level: number; version: string }

/** It is here, and says what its host allows. */
export async function agentIsHere(sql: Sql, said: Allowed, at: Date): Promise<void> {
  const { id, version, level, checks, logs, reviewers, shell } = said
  await sql.query(
    `update agent set version = $2, level = $3, checks = $4, logs = $5, reviewers = $6, shell = $7, seen_at = $8 where id = $1`,
    [id, version, level, checks, logs, reviewers, shell, at],
  )
}

export async function agentsWereSeen(sql: Sql, ids: readonly string[], at: Date): Promise<void> {
  await sql.query('update agent set seen_at = $2 where id = any($1::uuid[])', [ids, at])
}
