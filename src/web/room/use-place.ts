import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { blockRows } from './timeline-rows.tsx'

const nearNowPx = 200

interface Place {
  list: RefObject<HTMLDivElement | null>
  /** The first row that is drawn: the newest first, the others as soon as the page has time. */
  from: number
  isAtNow: boolean
  goToNow(): void
  onScroll(): void
}

/**
 * Where one reads in a timeline that grows. It begins at now, on a phone each time its tab is chosen; who is at now stays
 * there, who reads further up keeps their place, whatever comes above or below. `anew` names what is shown: another begins at now.
 */
export function usePlace({ rows, isChosen, anew }: { rows: number; isChosen: boolean; anew: string }): Place {
  const list = useRef<HTMLDivElement>(null)
  const newest = Math.max(0, (Math.floor(rows / blockRows) - 4) * blockRows)
  const [drawn, setDrawn] = useState<{ anew: string; from: number }>()
  const from = drawn?.anew === anew ? Math.min(drawn.from, newest) : newest
  const [isAtNow, setIsAtNow] = useState(true)
  const before = useRef({ wasAtNow: true, rows: 0, from: 0, isChosen, anew })

  useLayoutEffect(() => {
    const at = list.current
    const was = before.current
    const isSame = was.rows === rows && was.from === from && was.isChosen === isChosen && was.anew === anew
    if (!at || isSame) return
    const wasAtNow = was.wasAtNow || was.isChosen !== isChosen || was.anew !== anew
    if (wasAtNow) at.scrollTop = at.scrollHeight
    before.current = { wasAtNow, rows, from, isChosen, anew }
  }, [rows, from, isChosen, anew])
  // A banner above or another tab makes the list smaller: now stays in sight.
  useEffect(() => {
    const at = list.current
    if (!at) return undefined
    const seen = new ResizeObserver(() => {
      if (before.current.wasAtNow) at.scrollTop = at.scrollHeight
    })
    seen.observe(at)
    return () => seen.disconnect()
  }, [])
  useEffect(() => {
    if (from === 0) return undefined
    return whenThereIsTime(() => setDrawn({ anew, from: Math.max(0, from - 16 * blockRows) }))
  }, [from, anew])

  const onScroll = () => {
    const at = list.current
    if (!at) return
    before.current.wasAtNow = at.scrollHeight - at.scrollTop - at.clientHeight < nearNowPx
    setIsAtNow(before.current.wasAtNow)
  }
  const goToNow = () => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }
  return { list, from, isAtNow, goToNow, onScroll }
}

/** Not every browser says when it has time. */
function whenThereIsTime(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const idle = requestIdleCallback(run, { timeout: 300 })
    return () => cancelIdleCallback(idle)
  }
  const timer = setTimeout(run, 20)
  return () => clearTimeout(timer)
}
