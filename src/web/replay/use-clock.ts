import { useCallback, useEffect, useRef, useState } from 'react'
import { played } from './moments.ts'

export interface Clock {
  /** The moment that is shown, ms since 1970. */
  at: number
  isPlaying: boolean
  speed: number
  cutsPauses: boolean
  go(at: number): void
  play(): void
  pause(): void
  setSpeed(speed: number): void
  setCutsPauses(cuts: boolean): void
}

interface Span {
  from: number
  to: number
  beats: readonly number[]
  /** Where it stops by itself, in rising order. */
  stops: readonly number[]
}

/** The clock of a replay: it goes at its speed, over pauses in one step, and stands still at a stop and at the end. */
export function useClock({ from, to, beats, stops }: Span, start: number): Clock {
  const [at, setAt] = useState(start)
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(2)
  const [cutsPauses, setCutsPauses] = useState(true)
  const now = useRef(start)
  const go = useCallback(
    (wanted: number) => {
      now.current = Math.min(to, Math.max(from, wanted))
      setAt(now.current)
    },
    [from, to],
  )
  useEffect(() => {
    if (!isPlaying) return undefined
    let last = performance.now()
    let frame = requestAnimationFrame(function tick(time) {
      const before = now.current
      const next = played(before, Math.max(0, time - last) * speed, beats, to, cutsPauses)
      const stop = stops.find(one => one > before && one <= next)
      last = time
      go(stop ?? next)
      if (stop !== undefined || next >= to) setPlaying(false)
      else frame = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, speed, cutsPauses, beats, stops, to, go])
  const play = () => {
    if (now.current >= to) go(from)
    setPlaying(true)
  }
  return { at, isPlaying, speed, cutsPauses, go, play, pause: () => setPlaying(false), setSpeed, setCutsPauses }
}
