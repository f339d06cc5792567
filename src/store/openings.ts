import type { Principal } from '../access/may.ts'
import type { Role } from '../roster/person.ts'
import type { Row, Sql, Tx } from './db.ts'
import { digestOfSecret } from './tokens.ts'

/** A shell that a host is asked to open, or has opened. */
export interface NewOpening {
  id: string
  incident: string
  host: string
  agent: string
  terminal: string
  person: string
  account: string
  at: Date
}

/** Its ticket lets the program next to that one terminal in, for as long as its agent is not revoked. */
export async function addOpening(tx: Tx, opening: NewOpening, ticket: string): Promise<void> {
  const { id, incident, host, agent, terminal, person, account, at } = opening
  await tx.query(
    `insert into opening (id, incident, host, agent, terminal, person, account, ticket_digest, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [id, incident, host, agent, terminal, person, account, digestOfSecret(ticket), at],
  )
}

/** The host opened it, for this key. */
export async function openingHolds(sql: Sql, { id, key, at }: { id: string; key: string; at: Date }): Promise<void> {
  await sql.query('update opening set opened_at = $2, key = $3 where id = $1', [id, at, key])
}

/** The host said no: its ticket is worth nothing. */
export async function dropOpening(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from opening where id = $1 and opened_at is null', [id])
}

type Person = Extract<Principal, { kind: 'person' | 'service' }>

/** Who opened this terminal, for the program next to it. */
export async function ticketHolder(sql: Sql, ticket: string, terminal: string): Promise<Person | undefined> {
  const { rows } = await sql.query<{ id: string; kind: 'person'; name: string; role: Role } & Row>(
    `select person.id, person.kind, person.name, person.role
       from opening join person on person.id = opening.person join agent on agent.id = opening.agent
      where ticket_digest = $1 and terminal = $2 and person.disabled_at is null and agent.revoked_at is null`,
    [digestOfSecret(ticket), terminal],
  )
  return rows[0]
}

/** The agent that opened this terminal. */
export async function agentOfTerminal(
  sql: Sql,
  terminal: string,
): Promise<{ agent: string; host: string } | undefined> {
  const { rows } = await sql.query<{ agent: string; host: string }>(
    'select agent, host from opening where terminal = $1 and opened_at is not null limit 1',
    [terminal],
  )
  return rows[0]
}
