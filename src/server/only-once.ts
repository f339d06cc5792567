import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import { inSavepoint, type Tx } from '../store/db.ts'
import type { Secrets } from '../store/secrets.ts'
import { Answer, ApiError, errorBody } from './answer.ts'
import type { Route } from './route.ts'

interface Once {
  desk: Desk
  who: Principal
  route: Route
  secrets: Secrets
  request: FastifyRequest
}

/** Whose key it is, and what it was used for. */
interface Claimed {
  caller: string
  key: string
  route: string
}

/**
 * `Idempotency-Key`: the same key by the same caller returns the first answer for 24 h. The key's row is written in the
 * transaction of the work itself, so a crash leaves both or neither, and a second request waits on the row for the first.
 */
export async function onlyOnce(tx: Tx, once: Once, run: () => Promise<unknown>): Promise<unknown> {
  const key = once.request.headers['idempotency-key']
  if (key === undefined) return run()
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new ApiError(400, 'invalid', 'An Idempotency-Key is 1 to 200 visible ASCII characters.', {
      path: 'Idempotency-Key',
    })
  const claimed = { key, ...whoseAndWhat(once) }
  const before = await claim(tx, once, claimed)
  if (before) return before
  const answer = await inSavepoint(tx, run).catch(asAnswer)
  const { status, body } = answer instanceof Answer ? answer : { status: 200, body: answer }
  const text = JSON.stringify(body ?? null)
  await tx.query('update asked set status = $3, answer = $4 where caller = $1 and key = $2', [
    claimed.caller,
    key,
    status,
    once.route.answersSecret ? once.secrets.seal(text, about(claimed)) : text,
  ])
  return answer
}

/**
 * Nobody is known by what they ask: two strangers with the same key never get one another's answer. The links they come by
 * are secrets, and stand here only as a digest.
 */
function whoseAndWhat({ who, request, route }: Once): Omit<Claimed, 'key'> {
  if (who.kind !== 'nobody') return { caller: `${who.kind}:${who.id}`, route: `${request.method} ${request.url}` }
  const asked = createHash('sha256').update(JSON.stringify([request.url, request.body ?? null]))
  return { caller: `nobody:${asked.digest('base64url')}`, route: `${request.method} ${route.path}` }
}

const about = ({ caller, key }: Claimed): string => `asked ${caller} ${key}`

async function claim(tx: Tx, { desk, secrets }: Once, claimed: Claimed): Promise<Answer | undefined> {
  const { caller, key, route } = claimed
  const now = desk.clock.now()
  await forgetOld(tx, now, claimed)
  const { rowCount } = await tx.query(
    'insert into asked (caller, key, route, at) values ($1, $2, $3, $4) on conflict do nothing',
    [caller, key, route, now],
  )
  if (rowCount) return undefined
  const { rows } = await tx.query<{ route: string; status: number; answer: string }>(
    'select route, status, answer from asked where caller = $1 and key = $2',
    [caller, key],
  )
  const first = rows[0]
  if (!first)
    throw new ApiError(503, 'busy', 'The first request with this key is still under way.', { retryAfterSeconds: 1 })
  if (first.route !== route)
    throw new ApiError(400, 'invalid', 'This Idempotency-Key was used for another request.', {
      path: 'Idempotency-Key',
    })
  // JSON never begins like this: what an earlier version kept in clear is still answered.
  const isSealed = first.answer.startsWith('v1:')
  return new Answer(first.status, JSON.parse(isSealed ? secrets.open(first.answer, about(claimed)) : first.answer))
}

/** This key's own row, and a few of the others: more than one request adds, and never so many that it waits. */
async function forgetOld(tx: Tx, now: Date, { caller, key }: Claimed): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000)
  await tx.query('delete from asked where caller = $1 and key = $2 and at < $3', [caller, key, dayAgo])
  await tx.query(
    `delete from asked where (org, caller, key) in
       (select org, caller, key from asked where at < $1 order by at limit 50 for update skip locked)`,
    [dayAgo],
  )
}

/** A no is a first answer too; "come later" and anything unforeseen is not, and rolls everything back. */
function asAnswer(error: unknown): Answer {
  if (error instanceof ApiError && error.status < 500 && error.status !== 429)
    return new Answer(error.status, errorBody(error))
  throw error
}
