import { useCallback, useEffect, useRef } from 'react'
import { write } from './client.ts'
import { watchedTime } from './watched-time.ts'

const lookEveryMs = 5_000

/**
 * Tells the server each whole minute in which something moved before this person's eyes: how long, never what. `isInSight` is asked anew each
 * time; what this returns is to be told the place that is shown whenever it moves. A minute that cannot be told is not kept.
 */
export function useShadowHours(incident: string, isInSight: () => boolean): (to: number) => void {
  const time = useRef(watchedTime())
  const inSight = useRef(isInSight)
  useEffect(() => {
    inSight.current = isInSight
  }, [isInSight])
  useEffect(() => {
    const look = () => {
      const isWatched = document.visibilityState === 'visible' && inSight.current()
      const minutes = time.current.look(performance.now(), isWatched)
      if (minutes > 0) void write(`/api/v1/incidents/${incident}/watched`, { minutes }).catch(() => {})
    }
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [incident])
  return useCallback((to: number) => time.current.moved(performance.now(), to), [])
}
