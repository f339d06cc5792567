import type { FastifyRequest } from 'fastify'
import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import { sessionHolder, tokenHolder } from '../store/tokens.ts'
import { ApiError } from './answer.ts'
import { recognised } from './known-callers.ts'

/** Plain http has no `__Host-` cookie: browsers refuse it there. */
export const cookieName = (url: string): string => (url.startsWith('https:') ? '__Host-fireline' : 'fireline')

/**
 * Who asks: the holder of a bearer token, or of a session cookie, or nobody. A wrong token is a 401, never nobody.
 * While the database is away, whom this node recognised lately is still who they are.
 * A write that comes with a cookie must come from our own pages.
 */
export async function authenticate(desk: Desk, request: FastifyRequest, url: string): Promise<Principal> {
  const { authorization } = request.headers
  if (authorization !== undefined) return byToken(desk, authorization)
  const secret = request.cookies[cookieName(url)]
  const who =
    secret && (await recognised(desk, 'session', secret, () => sessionHolder(desk.db, secret, desk.clock.now())))
  if (!who) return { kind: 'nobody' }
  if (request.method !== 'GET' && request.method !== 'HEAD' && !isFromOurPages(request.headers, url))
    throw new ApiError(403, 'foreign-origin', 'This came from another site. Use Fireline from its own address.')
  return who
}

async function byToken(desk: Desk, authorization: string): Promise<Principal> {
  const token = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1]
  const who = token && (await recognised(desk, 'token', token, () => tokenHolder(desk.db, token, desk.clock.now())))
  if (!who) throw new ApiError(401, 'wrong-token', 'This token is not known, or it has ended.')
  return who
}

/** Browsers say where a request comes from; one that says nothing is not a browser with our cookie. */
export function isFromOurPages(
  headers: { origin?: string; 'sec-fetch-site'?: string | string[] },
  url: string,
): boolean {
  if (headers['sec-fetch-site']) return headers['sec-fetch-site'] === 'same-origin'
  return headers.origin === new URL(url).origin
}
