import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import type { Role } from '../roster/person.ts'
import { ApiError } from './answer.ts'

export const digestOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

interface TokenRow {
  token: string
  last_used_at: string | null
  id: string
  kind: 'person' | 'service'
  name: string
  role: Role
  scopes: string[] | null
}

/** The holder of a bearer token. No header: nobody. A token that is unknown, ended or expired: 401. */
export async function bearer(desk: Desk, request: FastifyRequest): Promise<Principal> {
  const header = request.headers.authorization
  if (header === undefined) return { kind: 'nobody' }
  const token = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(header)?.[1]
  const who = token && (await holderOf(desk, token))
  if (!who) throw new ApiError(401, 'wrong-token', 'This token is not known, or it has ended.')
  return who
}

export async function holderOf(desk: Desk, token: string): Promise<Principal | undefined> {
  const now = desk.clock.now()
  const { rows } = await desk.db.query<TokenRow>(
    `select token.id as token, token.last_used_at, token.scopes, person.id, person.kind, person.name, person.role
       from token join person on person.id = token.person
      where token.digest = $1 and token.revoked_at is null and person.disabled_at is null
        and (token.expires_at is null or token.expires_at > $2)`,
    [digestOfToken(token), now],
  )
  const row = rows[0]
  if (!row) return undefined
  await noteUse(desk, row, now)
  return { kind: row.kind, id: row.id, name: row.name, role: row.role, scopes: row.scopes ?? undefined }
}

/** To the minute is enough for "last used", and keeps reads from writing. */
async function noteUse(desk: Desk, row: TokenRow, now: Date): Promise<void> {
  if (row.last_used_at && now.getTime() - Date.parse(row.last_used_at) < 60_000) return
  await desk.db.query('update token set last_used_at = $2 where id = $1', [row.token, now])
}
