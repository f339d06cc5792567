import type { IncomingMessage } from 'node:http'
import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import { capabilityOf } from '../store/capabilities.ts'
import { readHead } from '../store/head.ts'
import { ticketHolder } from '../store/openings.ts'
import { digestOfSecret, sessionHolder, tokenHolder } from '../store/tokens.ts'
import { cookieName } from './authenticate.ts'
import { knownCallersOf, recognised } from './known-callers.ts'

export type Recognised = Exclude<Principal, { kind: 'nobody' }>

/** What a socket was opened with: whose it is, and how to look whether it still is. */
export interface Credential {
  kind: 'token' | 'session' | 'capability' | 'ticket'
  digest: string
  who: Recognised
}

/** Of an API token, or of the link in a message, which may watch. */
export async function byToken(desk: Desk, secret: string): Promise<Credential | undefined> {
  const digest = digestOfSecret(secret)
  const who = await recognised(desk, 'token', secret, () => tokenHolder(desk.db, secret, desk.clock.now()))
  if (who) return { kind: 'token', digest, who }
  const holder = await capabilityHolder(desk, secret)
  return holder && { kind: 'capability', digest, who: holder }
}

/** Of the program next to a shell that a host opened for a signature: it lets in that one terminal. */
export async function byTicket(desk: Desk, ticket: string, terminal: string): Promise<Credential | undefined> {
  const who = await ticketHolder(desk.db, ticket, terminal)
  return who && { kind: 'ticket', digest: digestOfSecret(ticket), who }
}

/** A session's cookie counts only from our own pages: a browser always says where a socket was opened. */
export async function bySession(desk: Desk, request: IncomingMessage, url: string): Promise<Credential | undefined> {
  if (request.headers.origin !== new URL(url).origin) return undefined
  const cookies = (request.headers.cookie ?? '').split(/; */)
  const secret = cookies.find(one => one.startsWith(`${cookieName(url)}=`))?.slice(cookieName(url).length + 1)
  const who =
    secret && (await recognised(desk, 'session', secret, () => sessionHolder(desk.db, secret, desk.clock.now())))
  return who ? { kind: 'session', digest: digestOfSecret(secret), who } : undefined
}

/** `Sec-WebSocket-Protocol: fireline, bearer.<token>`. */
export function tokenInProtocols(request: IncomingMessage): string | undefined {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/, */)
  return protocols.find(one => one.startsWith('bearer.'))?.slice('bearer.'.length)
}

/** Those whose person was removed or has another role now, or whose token or session has ended. One query for all. */
export async function ended(desk: Desk, credentials: readonly Credential[]): Promise<Credential[]> {
  if (credentials.length === 0) return []
  const ids = [...new Set(credentials.map(one => one.who.id))]
  const people = await desk.db.query<{ id: string; role: string }>(
    'select id, role from person where id = any($1) and disabled_at is null',
    [ids],
  )
  const digests = credentials.map(one => one.digest)
  const valid = await desk.db.query<{ digest: string }>(
    `select digest from token where digest = any($1) and revoked_at is null and (expires_at is null or expires_at > $2)
     union all select digest from session where digest = any($1) and ended_at is null and expires_at > $2
     union all select ticket_digest from opening join agent on agent.id = opening.agent
       where ticket_digest = any($1) and revoked_at is null`,
    [digests, desk.clock.now()],
  )
  const roles = new Map(people.rows.map(person => [person.id, person.role]))
  const valids = new Set(valid.rows.map(row => row.digest))
  return credentials.filter(({ kind, digest, who }) => {
    const role = roles.get(who.id)
    if (kind === 'capability') return role === undefined
    return !valids.has(digest) || role !== ('role' in who ? who.role : role)
  })
}

/** Who was removed, demoted or signed out elsewhere is not remembered for a time without the database. */
export async function forgetEnded(desk: Desk): Promise<void> {
  const callers = knownCallersOf(desk)
  for (const one of await ended(desk, callers.all())) callers.forget(one.digest)
}

const afterResolveMs = 60 * 60_000

/** The link in a message lets its responder watch that one incident, for as long as its page does. */
export async function capabilityHolder(desk: Desk, secret: string): Promise<Recognised | undefined> {
  if (!/^[-_A-Za-z0-9]{43}$/.test(secret)) return undefined
  const link = await capabilityOf(desk.db, secret)
  const is = link?.kind === 'responder' ? await readHead(desk.db, link.incident) : undefined
  if (!link?.person || !is) return undefined
  const isOver = is.resolvedAt && desk.clock.now().getTime() > Date.parse(is.resolvedAt) + afterResolveMs
  if (isOver) return undefined
  return { kind: 'capability', id: link.person, name: link.name, incident: link.incident }
}
