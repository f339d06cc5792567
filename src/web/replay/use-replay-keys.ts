import { useEffect, useEffectEvent } from 'react'
import { lettersAreOn } from '../desk/letters.ts'

interface Keys {
  toggle(): void
  step(ms: number): void
  mark(way: 'next' | 'before'): void
  link(): void
  comment(): void
}

const stepMs = 5_000

/** Space plays and pauses, the arrows go five seconds, full stop and comma to the mark after and before, L copies the link, C comments; not while somebody writes or a control has the focus. */
export function useReplayKeys(keys: Keys): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const at = event.target instanceof HTMLElement ? event.target : undefined
    if (event.ctrlKey || event.metaKey || event.altKey || at?.closest('input, select, textarea')) return
    if (event.key === ' ' && !at?.closest('button, a, summary')) keys.toggle()
    else if (event.key === 'ArrowLeft') keys.step(-stepMs)
    else if (event.key === 'ArrowRight') keys.step(stepMs)
    else if (event.key === '.' && lettersAreOn()) keys.mark('next')
    else if (event.key === ',' && lettersAreOn()) keys.mark('before')
    else if (event.key === 'c' && lettersAreOn()) keys.comment()
    else if (event.key === 'l' && lettersAreOn()) keys.link()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const heard = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', heard)
    return () => document.removeEventListener('keydown', heard)
  }, [])
}
