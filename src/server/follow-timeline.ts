import type { Desk } from '../engine/desk.ts'
import { oneAtATime } from '../engine/one-at-a-time.ts'
import type { Entry } from '../incident/entry.ts'
import { readTimeline } from '../store/timeline.ts'

const lookAtLeastEveryMs = 1_000
const mostAtOnce = 500

/** Hands on the entries after `after`, and those that come. What is heard is a hint; rows are read. Returns how to stop. */
export function followTimeline(
  desk: Desk,
  incident: string,
  after: number,
  heard: (entries: Entry[]) => void,
): () => void {
  let at = after
  let stopped = false
  const look = oneAtATime(async () => {
    for (let isMore = true; isMore && !stopped; ) {
      const entries = await readTimeline(desk.db, incident, at, mostAtOnce).catch((): Entry[] => [])
      isMore = entries.length === mostAtOnce
      const last = entries.at(-1)
      if (!last || stopped) return
      at = last.seq
      heard(entries)
    }
  })
  const unhear = desk.live.on(incident, () => void look())
  const timer = setInterval(() => void look(), lookAtLeastEveryMs)
  void look()
  return () => {
    stopped = true
    unhear()
    clearInterval(timer)
  }
}
