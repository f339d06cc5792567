import type { RefObject } from 'react'
import { useKeys } from '../desk/keys.ts'

/** J and K move through what can be opened in a list, marked `data-item`; Enter is the browser's own. */
export function useMoveInList(list: RefObject<HTMLElement | null>): void {
  const move = (by: 1 | -1) => () => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])]
    const here = items.findIndex(one => one.closest('li')?.contains(document.activeElement))
    const next = here < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(here + by, 0), items.length - 1)
    items[next]?.focus()
  }
  useKeys({ down: move(1), up: move(-1) })
}
