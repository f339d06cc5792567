import type { FastifyRequest } from 'fastify'
import type { Principal } from '../access/may.ts'
import type { Desk } from '../engine/desk.ts'
import { inSavepoint, type Tx } from '../store/db.ts'
import { Answer, ApiError, errorBody } from './answer.ts'

/**
 * `Idempotency-Key`: the same key by the same caller returns the first answer for 24 h. The key's row is written in the
 * transaction of the work itself, so a crash leaves both or neither, and a second request waits on the row for the first.
 */
export async function onlyOnce(
  tx: Tx,
  desk: Desk,
  who: Principal,
  request: FastifyRequest,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return run()
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new ApiError(400, 'invalid', 'An Idempotency-Key is 1 to 200 visible ASCII characters.', {
      path: 'Idempotency-Key',
    })
  const caller = who.kind === 'nobody' ? 'nobody' : `${who.kind}:${who.id}`
  const route = `${request.method} ${request.url}`
  const before = await claim(tx, desk, caller, key, route)
  if (before) return before
  const answer = await inSavepoint(tx, run).catch(asAnswer)
  const { status, body } = answer instanceof Answer ? answer : { status: 200, body: answer }
  await tx.query('update asked set status = $3, answer = $4 where caller = $1 and key = $2', [
    caller,
    key,
    status,
    JSON.stringify(body ?? null),
  ])
  return answer
}

async function claim(tx: Tx, desk: Desk, caller: string, key: string, route: string): Promise<Answer | undefined> {
  const now = desk.clock.now()
  await tx.query(`delete from asked where caller = $1 and key = $2 and at < $3::timestamptz - interval '24 hours'`, [
    caller,
    key,
    now,
  ])
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
  return new Answer(first.status, JSON.parse(first.answer))
}

/** A no is a first answer too; anything unforeseen is not, and rolls everything back. */
function asAnswer(error: unknown): Answer {
  if (error instanceof ApiError && error.status < 500) return new Answer(error.status, errorBody(error))
  throw error
}
