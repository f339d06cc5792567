import type { Desk } from '../engine/desk.ts'
import { ApiError } from './answer.ts'

/** Counts tries by who tries; slows guessing and floods without ever locking a person out for long. */
export type SlowDown = (desk: Desk, key: string, mostAMinute: number) => void

export function slowDown(): SlowDown {
  const tries = new Map<string, number[]>()
  return (desk, key, mostAMinute) => {
    const now = desk.clock.now().getTime()
    const lately = (tries.get(key) ?? []).filter(at => at > now - 60_000)
    if (lately.length >= mostAMinute)
      throw new ApiError(429, 'slow-down', 'Too many tries. Wait a minute.', { retryAfterSeconds: 60 })
    if (tries.size > 10_000) tries.clear()
    tries.set(key, [...lately, now])
  }
}
