import { useEffect, useState } from 'react'

/** The time, moving on by itself: ages and "due" follow it. */
export function useNow(everyMs = 5_000): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
