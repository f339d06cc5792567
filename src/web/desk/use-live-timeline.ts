import { useMemo, useSyncExternalStore } from 'react'
import { LiveTimeline } from './live-timeline.ts'

export function useLiveTimeline(name: string) {
  const timeline = useMemo(() => new LiveTimeline(name), [name])
  const seen = useSyncExternalStore(timeline.subscribe, timeline.now)
  return { seen, add: timeline.add, heardOfSaving: timeline.heardOfSaving }
}
