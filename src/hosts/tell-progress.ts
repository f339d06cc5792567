import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '../engine/desk.ts'
import type { Tell } from '../steps/change/backup-driver.ts'
import { progressOf } from '../steps/change/progress.ts'
import { copyingOf } from './copying.ts'

/** Whoever works hears it called this often at most; what they say in between is kept, not sent. */
export const tellEachMs = 1_000

interface About {
  incident: string
  backup: string
  /** It makes way for what it copies from. */
  slowed: boolean
  /** How long the same took the last time. */
  tookMs?: number | undefined
}

/** Tells every room of the incident each second how far a copy is, also when nothing moved: whoever says nothing is gone. */
export function tellProgress(desk: Desk, { incident, backup, slowed, tookMs }: About): { tell: Tell; end(): void } {
  const ms = () => performance.now()
  const progress = progressOf(ms(), tookMs)
  const say = () => {
    const now = progress.now(ms())
    if (now) copyingOf(desk).say({ type: 'copying', incident, backup, ...now, ...(slowed && { slowed }) })
  }
  const timer = setInterval(say, tellEachMs)
  let isFirst = true
  return {
    tell(step) {
      progress.hear(step, ms())
      if (isFirst) say()
      isFirst = false
    },
    end: () => clearInterval(timer),
  }
}

/** Of a driver that says nothing itself: how much lies in its folder, each second while it works. */
export async function bySize<T>(
  folder: string,
  { tell, of }: { tell: Tell; of?: number | undefined },
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  let saysItself = false
  const look = async () => {
    const done = await bytesIn(folder).catch(() => 0)
    if (!saysItself) tell({ phase: 'copy', done, unit: 'bytes', ...(of !== undefined && { of: Math.max(of, done) }) })
  }
  void look()
  const timer = setInterval(() => void look(), tellEachMs)
  try {
    return await work(step => {
      saysItself = true
      tell(step)
    })
  } finally {
    clearInterval(timer)
    saysItself = true
  }
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder, { recursive: true })) {
    const found = await lstat(join(folder, name)).catch(() => undefined)
    if (found?.isFile()) bytes += found.size
  }
  return bytes
}
