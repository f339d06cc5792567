import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { blockRows } from './timeline-rows.tsx'

const nearNowPx = 200

interface Place {
  /** The first row that is drawn: the newest first, the others as soon as the page has time. */
  from: number
  isAtNow: boolean
  goToNow(): void
  onScroll(): void
}

/**
 * Where one reads in a timeline that grows. It begins at now, on a phone each time its tab is chosen; who is at now stays
 * there, who reads further up keeps their place, whatever comes above or below.
 */
export function usePlace(
  list: RefObject<HTMLElement | null>,
  { rows, isChosen, anew }: { rows: number; isChosen: boolean; anew: string },
): Place {
  const newest = Math.max(0, (Math.floor(rows / blockRows) - 1) * blockRows)
  const [drawn, setDrawn] = useState<{ anew: string; from: number }>()
  const from = drawn?.anew === anew ? Math.min(drawn.from, newest) : newest
  const [isAtNow, setIsAtNow] = useState(true)
  const wasAtNow = useRef(true)

  const goToNow = () => {
    wasAtNow.current = true
    setIsAtNow(true)
    if (list.current) list.current.scrollTop = list.current.scrollHeight
  }
  const onScroll = () => {
    const at = list.current
    if (!at) return
    wasAtNow.current = at.scrollHeight - at.scrollTop - at.clientHeight < nearNowPx
    setIsAtNow(wasAtNow.current)
  }
  useLayoutEffect(() => {
    const at = list.current
    if (at && wasAtNow.current) at.scrollTop = at.scrollHeight
  }, [list, rows, from])
  useLayoutEffect(() => {
    wasAtNow.current = true
    if (list.current && isChosen) list.current.scrollTop = list.current.scrollHeight
    setIsAtNow(true)
  }, [list, isChosen, anew])
  useEffect(() => {
    if (from === 0) return undefined
    return whenThereIsTime(() => setDrawn({ anew, from: Math.max(0, from - 2 * blockRows) }))
  }, [from, anew])
  return { from, isAtNow, goToNow, onScroll }
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
