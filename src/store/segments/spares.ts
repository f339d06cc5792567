import type { LogFiles } from './log-files.ts'
import { nameOf } from './segment.ts'

/** Files of the right length that wait to become segments: one made ahead, and used ones. */
export interface Spares {
  /** A file takes this segment's name. Made on the spot when none waits. */
  become(number: number): Promise<void>
  /** A segment that nobody needs any more: kept as a spare, or deleted. */
  giveBack(number: number): Promise<void>
  /** Resolves once nothing is being made. */
  settled(): Promise<void>
}

const most = 2
const isSpare = (name: string): boolean => /^spare-\d+$/.test(name)

export async function openSpares(files: LogFiles, bytes: number): Promise<Spares> {
  let count = 0
  const free = (await files.list()).filter(isSpare)
  let making: Promise<void> = Promise.resolve()
  const nextName = () => {
    do count += 1
    while (free.includes(`spare-${count}`))
    return `spare-${count}`
  }
  const makeOne = async () => {
    const name = nextName()
    await files.make(name, bytes)
    free.push(name)
  }
  const makeAhead = () => {
    // A disk that is full now is looked at again when the next segment is needed.
    making = making.then(() => (free.length === 0 ? makeOne() : undefined)).catch(() => {})
  }
  return {
    async become(number) {
      await making
      if (free.length === 0) await makeOne()
      const name = free.shift() ?? ''
      await files.rename(name, nameOf(number)).catch((error: unknown) => {
        free.push(name)
        throw error
      })
      makeAhead()
    },
    async giveBack(number) {
      if (free.length >= most) return files.remove(nameOf(number))
      const name = nextName()
      await files.rename(nameOf(number), name)
      free.push(name)
    },
    settled: () => making,
  }
}
