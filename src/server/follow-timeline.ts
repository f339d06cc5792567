import type { Desk } from '../engine/desk.ts'
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
  let reading = false
  let again = false
  let stopped = false
  const look = async () => {
    again = true
    if (reading) return
    reading = true
    while (again && !stopped) {
      again = false
      const entries = await readTimeline(desk.db, incident, at, mostAtOnce).catch((): Entry[] => [])
      const last = entries.at(-1)
      if (!last || stopped) continue
      at = last.seq
      again ||= entries.length === mostAtOnce
      heard(entries)
    }
    reading = false
  }
  const unhear = desk.live.on(incident, () => void look())
  const timer = setInterval(() => void look(), lookAtLeastEveryMs)
  void look()
  return () => {
    stopped = true
    unhear()
    clearInterval(timer)
  }
}
