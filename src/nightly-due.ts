import { later } from './incident/obligation.ts'

export interface BackupTimes {
  now: string
  startedAt: string
  /** When the newest proven backup was taken. */
  provenAt?: string
  /** When one was last begun since the start. */
  triedAt?: string
  /** No incident is open: nobody needs the machine for something else. */
  isQuiet: boolean
}

const hour = 3
const settleMs = 10 * 60_000
const dayMs = 24 * 3_600_000
/** So long it waits for a quiet moment; a fire that burns for days is a reason to have a backup. */
const patienceMs = 3 * 3_600_000

/**
 * Once a day, after 03:00 UTC. A Fireline that is not running at that hour takes it ten minutes after its start, when the
 * newest proof is older than a day.
 */
export function isBackupDue({ now, startedAt, provenAt = '', triedAt = '', isQuiet }: BackupTimes): boolean {
  const tonight = latestNight(now)
  if (provenAt >= tonight || triedAt >= tonight) return false
  const wasRunning = startedAt < tonight
  const since = wasRunning ? tonight : later(startedAt, settleMs)
  if (now < since || (!wasRunning && provenAt > later(now, -dayMs))) return false
  return isQuiet || now >= later(since, patienceMs)
}

/** The latest 03:00 UTC that has passed. */
function latestNight(now: string): string {
  const today = `${now.slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00.000Z`
  return today <= now ? today : later(today, -dayMs)
}
