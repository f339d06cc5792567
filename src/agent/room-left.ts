import type { Why } from './recorded-output.ts'
import type { RecordingFiles } from './recording-files.ts'

/** Of a recording that the server has not stored yet, in all and in memory. */
const mostUnstoredBytes = 32 * 1024 * 1024
const mostInMemoryBytes = 8 * 1024 * 1024
const momentMs = 200
const doublesEachBytes = 4 * 1024 * 1024

type Held = Pick<RecordingFiles, 'size' | 'inMemory' | 'trouble'>

/** Why there is no room for all that is shown. The shell goes on all the same. */
export function whyThin(held: Held, stored: number): Why | undefined {
  if (held.inMemory() > mostInMemoryBytes) return { disk: inWords(held.trouble()) }
  return held.size() - stored > mostUnstoredBytes ? 'line' : undefined
}

/** How long a moment is, of which the newest is recorded: ever longer, so that a flood of days fills no disk. */
export function momentOf(held: Held, stored: number): number {
  const over = Math.max(0, held.size() - stored - mostUnstoredBytes, held.inMemory() - mostInMemoryBytes)
  return momentMs * 2 ** Math.floor(over / doublesEachBytes)
}

export function inWords(trouble: NodeJS.ErrnoException | undefined): string {
  if (trouble?.code === 'ENOSPC' || trouble?.code === 'EDQUOT') return 'the disk is full'
  if (trouble?.code === 'EFBIG') return 'a file may not grow so large'
  return `the disk does not take it${trouble?.code ? ` (${trouble.code})` : ''}`
}
