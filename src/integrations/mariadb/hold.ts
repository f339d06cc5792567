import { BackupTrouble } from '../../steps/change/backup-driver.ts'
import type { Session } from './session.ts'

/** Who commits waits for at most this long until everybody has begun. */
const mostHeldMs = 3_000

/**
 * Begins several readers in the very same moment: commits wait while they begin, reading goes on, and nothing is flushed. A user
 * without the right RELOAD may not ask for that; they then begin one right after the other.
 */
export async function inOneMoment(
  open: () => Promise<Session>,
  begin: () => Promise<void>,
): Promise<'held' | 'one after the other'> {
  const holder = await open()
  try {
    const isHeld = await hold(holder)
    await (isHeld ? soon(begin()) : begin())
    return isHeld ? 'held' : 'one after the other'
  } finally {
    // Its connection ends, and with it what it holds.
    holder.end()
  }
}

async function hold(holder: Session): Promise<boolean> {
  try {
    await holder.ask('backup stage start', 'backup stage block_commit')
    return true
  } catch (error) {
    const said = (error as Error).message
    if (/ERROR (1227|1064)\b/.test(said)) return false
    if (/ERROR 1205\b/.test(said))
      throw new BackupTrouble('A table is being altered or locked right now. Take the copy again when that is over.')
    throw error
  }
}

async function soon(begun: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const late = setTimeout(
    () => reject(new BackupTrouble('The copy did not begin within 3 s, and commits are not held up longer for it.')),
    mostHeldMs,
  )
  await Promise.race([begun, promise]).finally(() => clearTimeout(late))
}
