import { useEffect, useEffectEvent } from 'react'
import { chooseEntry } from '../desk/regions.ts'
import type { Places } from '../desk/use-places.ts'

/** A link to one entry opens the room there, whatever part of it was in sight. */
export function useLinkedEntry({ go }: Places): void {
  const goThere = useEffectEvent(() => {
    const anchor = /^#(entry-\d+)$/.exec(location.hash)?.[1]
    if (!anchor) return
    go('timeline')
    setTimeout(() => chooseEntry(anchor))
  })
  useEffect(() => {
    goThere()
    addEventListener('hashchange', goThere)
    return () => removeEventListener('hashchange', goThere)
  }, [])
}
