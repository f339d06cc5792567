import { useEffect, useRef, useState } from 'react'
import type { ToldEntry } from './told-entries.ts'

const quietMs = 5_000

/** What is new, for who does not see it: one summary in 5 s at most, however much comes. */
export function News({ told }: { told: readonly ToldEntry[] }) {
  const [says, setSays] = useState('')
  const spoken = useRef(told.length)
  const quietUntil = useRef(0)
  useEffect(() => {
    if (told.length <= spoken.current) {
      spoken.current = told.length
      return undefined
    }
    const speak = () => {
      const fresh = told.length - spoken.current
      const last = told.at(-1)
      spoken.current = told.length
      quietUntil.current = Date.now() + quietMs
      setSays(`${fresh === 1 ? '1 new entry' : `${fresh} new entries, the last`} by ${last?.entry.by.name}`)
    }
    const timer = setTimeout(speak, Math.max(0, quietUntil.current - Date.now()))
    return () => clearTimeout(timer)
  }, [told])
  return (
    <p className="visually-hidden" role="status" aria-label="New on the timeline">
      {says}
    </p>
  )
}
