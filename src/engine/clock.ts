import type { Sql } from '../store/db.ts'

/** Database time: an offset sampled now and then, carried by the monotonic clock, so that a wall clock set wrong or moved changes nothing. */
export interface Clock {
  now(): Date
  /** RFC 3339 UTC. */
  at(): string
  sample(sql: Sql): Promise<void>
  /** Tests move time forward; nothing else does. */
  advance(ms: number): void
}

export function databaseClock(): Clock {
  let offsetMs = Date.now() - performance.now()
  let movedMs = 0
  let last = { ms: 0, at: '' }
  const nowMs = () => Math.floor(performance.now() + offsetMs + movedMs)
  const now = () => new Date(nowMs())
  // In a storm the same millisecond is asked for again and again, and its text is the dear part.
  const at = () => {
    const ms = nowMs()
    if (ms !== last.ms) last = { ms, at: new Date(ms).toISOString() }
    return last.at
  }
  return {
    now,
    at,
    async sample(sql) {
      const before = performance.now()
      const { rows } = await sql.query<{ ms: number }>(
        'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
      )
      const middle = (before + performance.now()) / 2
      if (rows[0]) offsetMs = rows[0].ms - middle
    },
    advance: ms => {
      movedMs += ms
    },
  }
}
