import type { RecordingFiles } from './recording-files.ts'
import type { Why } from './thin-output.ts'

/** Of a recording that the server has not stored yet, in all and in memory. */
const mostUnstoredBytes = 32 * 1024 * 1024
const mostInMemoryBytes = 8 * 1024 * 1024
/** What a recording may grow by at once, and with each second: a person at work stays far below it, a flood of days fills no disk. */
export const burstBytes = 32 * 1024 * 1024
export const bytesASecond = 32 * 1024
/** A flood has ended for good when so much is left again. */
const quietBytes = 256 * 1024
const momentMs = 100
const doublesEachBytes = 4 * 1024 * 1024

type Held = Pick<RecordingFiles, 'size' | 'inMemory' | 'trouble'>

/** Why there is no room for all that is shown, with `left` of its allowance. The shell goes on all the same. */
export function whyThin(held: Held, stored: number, left: number, was: Why | undefined): Why | undefined {
  if (held.inMemory() > mostInMemoryBytes) return { disk: inWords(held.trouble()) }
  if (held.size() - stored > mostUnstoredBytes) return 'line'
  return left < (was === 'flood' ? quietBytes : 0) ? 'flood' : undefined
}

/** How long a moment is: ever longer, the further it is beyond what there is room for. */
export function momentOf(held: Held, stored: number, left: number): number {
  const over = Math.max(0, held.size() - stored - mostUnstoredBytes, held.inMemory() - mostInMemoryBytes, -left)
  return momentMs * 2 ** Math.min(16, over / doublesEachBytes)
}

export function inWords(trouble: NodeJS.ErrnoException | undefined): string {
  if (trouble?.code === 'ENOSPC' || trouble?.code === 'EDQUOT') return 'the disk is full'
  if (trouble?.code === 'EFBIG') return 'a file may not grow so large'
  return `the disk does not take it${trouble?.code ? ` (${trouble.code})` : ''}`
}
