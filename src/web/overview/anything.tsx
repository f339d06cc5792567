import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { Icon } from '../parts/icon.tsx'
import css from './shell.module.css'

/** Anything by its name: the search over all incidents, wherever one is. */
export function Anything() {
  const [, go] = useLocation()
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
      event.preventDefault()
      go('/incidents#search')
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [go])
  return (
    <button type="button" className={`btn quiet ${css.anything}`} onClick={() => go('/incidents#search')}>
      <Icon name="lens" /> <kbd>Ctrl+K</kbd> anything
    </button>
  )
}
