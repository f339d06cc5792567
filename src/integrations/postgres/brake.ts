import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import type { BackupTask } from '../../steps/change/backup-driver.ts'
import { configFor, openPinned } from './source.ts'

/** How much of the time a copy may work, 0 to 1: asked again and again. */
export interface Brake {
  isGentle: boolean
  share(): number
}

export const noBrake: Brake = { isGentle: false, share: () => 1 }

const lookEveryMs = 500
/** So many answers are one look: a single slow one says nothing. */
const atOnce = 3
const leastShare = 1 / 8
/** On the same host an answer takes a fifth of a millisecond: twice of that is nothing that anybody feels. */
const unfeltMs = 2

/** Half as much while the database answers in more than twice the time that it took at first; then more again, bit by bit. */
export function shareAfter(share: number, firstMs: number, nowMs: number): number {
  if (nowMs > Math.max(2 * firstMs, unfeltMs)) return Math.max(leastShare, share / 2)
  return Math.min(1, share * 1.25)
}

/**
 * Work that gives way: gently, `select 1` is asked beside it each half second, and where those who wait for that database wait longer
 * than before it began, it works for less of the time. A database that cannot be asked is one that is in trouble.
 */
export async function braked<T>(task: BackupTask, signal: AbortSignal, work: (brake: Brake) => Promise<T>): Promise<T> {
  if (task.pace !== 'gentle') return work(noBrake)
  const over = new AbortController()
  const client = await openPinned(configFor(task.url ?? '', undefined)).catch(() => undefined)
  let share = 1
  const firstMs = client && (await answersIn(client, 2 * atOnce - 1, 40, signal))
  const watching = watch(AbortSignal.any([signal, over.signal]), async end => {
    const nowMs = client && (await answersIn(client, atOnce, lookEveryMs, end))
    share = shareAfter(share, firstMs ?? 0, nowMs ?? Number.POSITIVE_INFINITY)
  })
  try {
    return await work({ isGentle: true, share: () => share })
  } finally {
    over.abort()
    await client?.end().catch(() => {})
    await watching
  }
}

async function watch(over: AbortSignal, look: (over: AbortSignal) => Promise<void>): Promise<void> {
  while (!over.aborted) {
    await look(over)
    // Where nothing answers it is not asked without end.
    await wait(lookEveryMs, undefined, { signal: over }).catch(() => {})
  }
}

/** The median of so many answers; undefined when there is none. */
async function answersIn(
  client: pg.Client,
  times: number,
  pauseMs: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const took: number[] = []
  try {
    for (let n = 0; n < times; n++) {
      const startedAt = performance.now()
      await client.query('select 1')
      took.push(performance.now() - startedAt)
      if (n + 1 < times) await wait(pauseMs, undefined, { signal })
    }
  } catch {
    return undefined
  }
  return took.toSorted((a, b) => a - b)[Math.floor(times / 2)]
}

/** The pause after so much work that keeps the share. */
export const restAfter = (workedMs: number, share: number): number =>
  Math.min(workedMs * (1 / share - 1), longestRestMs)

const longestRestMs = 5_000
/** A program is held and let go in turns this long, so that neither is felt by what it talks to. */
const turnMs = 200

/** Holds a program and what it started for the part of the time in which it may not work, until it is over. */
export async function hold(group: number, brake: Brake, over: AbortSignal): Promise<void> {
  const heir = endWithUs(group)
  while (!over.aborted) {
    const heldMs = turnMs * (1 - brake.share())
    if (heldMs > 1) {
      send(group, 'SIGSTOP')
      await wait(heldMs, undefined, { signal: over }).catch(() => {})
      send(group, 'SIGCONT')
    }
    await wait(turnMs - heldMs, undefined, { signal: over }).catch(() => {})
  }
  heir.kill('SIGKILL')
}

/** Held by a Fireline that was killed, it would stand still for good, and keep its snapshot of the source: whoever is left ends it. */
export function endWithUs(group: number): ChildProcess {
  const script = 'read _; kill -TERM "-$1"; kill -CONT "-$1"'
  const heir = spawn('/bin/sh', ['-c', script, 'sh', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  heir.on('error', () => {})
  return heir
}

function send(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // It has ended.
  }
}
