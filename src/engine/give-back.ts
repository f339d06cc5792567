import { Session } from 'node:inspector/promises'
import { getHeapStatistics } from 'node:v8'

/** Worth a pause of some 50 ms: so much more than there was after the last time. */
const worthBytes = 96 * 1024 * 1024

/**
 * Gives back what a storm took once it is over: V8 itself keeps it until it runs short, and the database on the same machine could
 * use it. Each call looks; quiet twice in a row is over.
 */
export function givingBack(isQuiet: () => boolean, heapBytes = totalBytes, collect = collectGarbage) {
  let least = heapBytes()
  let wasQuiet = false
  return async (): Promise<void> => {
    const isOver = isQuiet() && wasQuiet
    wasQuiet = isQuiet()
    if (!isOver || heapBytes() - least < worthBytes) return
    await collect()
    least = heapBytes()
  }
}

const totalBytes = (): number => getHeapStatistics().total_heap_size

/** By the inspector's own command: `gc()` is there only for who starts Node with a flag. */
async function collectGarbage(): Promise<void> {
  const session = new Session()
  session.connect()
  try {
    await session.post('HeapProfiler.collectGarbage')
  } finally {
    session.disconnect()
  }
}
