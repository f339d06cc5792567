import { setTimeout as wait } from 'node:timers/promises'
import { readTouch } from '../incident/touches.ts'
import type { BackupTask } from '../steps/change/backup-driver.ts'
import type { Sql } from '../store/db.ts'
import { burnsAround } from '../store/heads-now.ts'

type Pace = NonNullable<BackupTask['pace']>

/** Gentle while something burns at what it copies from, unless a person said otherwise: a copy must not be what brings it down. */
export async function paceOf(
  sql: Sql,
  { incident, touches, pace }: { incident: string; touches: readonly string[]; pace?: Pace | undefined },
): Promise<Pace> {
  return pace ?? ((await burnsAround(sql, incident, slugsOf(touches))) ? 'gentle' : 'full')
}

export const slugsOf = (touches: readonly string[]): string[] =>
  touches.map(readTouch).flatMap(read => (read && 'resource' in read ? [read.resource] : []))

/** Work this long, then rest as long: half of one processor and of one disk is left to who waits for them. */
const workMs = 20
const longestRestMs = 200

/** Hands on what comes; at a gentle pace it rests as long as whoever takes it works. */
export async function* atPace(bytes: AsyncIterable<Buffer>, pace: BackupTask['pace']): AsyncGenerator<Buffer> {
  let since = performance.now()
  for await (const some of bytes) {
    yield some
    const workedMs = performance.now() - since
    if (pace !== 'gentle' || workedMs < workMs) continue
    await wait(Math.min(workedMs, longestRestMs))
    since = performance.now()
  }
}
