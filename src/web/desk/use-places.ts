import { useCallback, useEffect, useState } from 'react'
import type { Place, View } from '../../api/room-messages.ts'
import { enterPlace, showThing } from './regions.ts'

export interface Places {
  tab: Place
  selection?: string
  /** How often this person went somewhere by themselves: who is led stops following then. */
  moves: number
  go(place: Place): void
  select(ref?: string): void
  /** Looks where somebody else looks; the focus stays where it is. */
  lookAt(view: View): void
}

/** Where in the room this person is, and what they have chosen. */
export function usePlaces(): Places {
  const [tab, setTab] = useState<Place>('now')
  const [selection, setSelection] = useState<string>()
  const [moves, setMoves] = useState(0)
  const select = (ref?: string) => {
    setSelection(ref)
    setMoves(n => n + 1)
  }

  useEffect(() => {
    const entered = ({ target }: Event) => {
      if (!(target instanceof Element)) return
      const place = target.closest<HTMLElement>('main [data-region]')?.dataset['region']
      const ref = target.closest<HTMLElement>('main [data-ref]')?.dataset['ref']
      if (place && isWide()) setTab(place as Place)
      if (!ref) return
      setSelection(ref)
      setMoves(n => n + 1)
    }
    document.addEventListener('focusin', entered)
    document.addEventListener('click', entered)
    return () => {
      document.removeEventListener('focusin', entered)
      document.removeEventListener('click', entered)
    }
  }, [])

  const lookAt = useCallback((view: View) => {
    setTab(view.tab)
    setSelection(view.selection)
    const ref = view.selection
    if (ref) setTimeout(() => showThing(ref))
  }, [])

  return {
    tab,
    selection,
    moves,
    select,
    go(place) {
      setTab(place)
      setMoves(n => n + 1)
      enterPlace(place)
    },
    lookAt,
  }
}

/** On a wide screen every part is in sight, and a tab is only where one is. */
const isWide = (): boolean => matchMedia('(min-width: 1181px)').matches
