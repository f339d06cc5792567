import { useCallback, useEffect } from 'react'
import { useLocation } from 'wouter'
import { Icon } from '../parts/icon.tsx'
import css from './shell.module.css'

/** Anything by its name: the search over all incidents, wherever one is. */
export function Anything() {
  const [, go] = useLocation()
  const find = useCallback(() => {
    const field = document.querySelector<HTMLElement>('#search')
    if (field) field.focus()
    else go('/incidents#search')
  }, [go])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
      event.preventDefault()
      find()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [find])
  return (
    <button type="button" className={`btn quiet ${css.anything}`} onClick={find}>
      <Icon name="lens" /> <kbd>Ctrl+K</kbd> anything
    </button>
  )
}
