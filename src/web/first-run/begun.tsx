import { type ReactNode, useEffect, useRef } from 'react'
import css from './first-run.module.css'

/** What came in the place of a form that was sent: it takes the focus, so that a keyboard or a screen reader goes on here. */
export function Begun({ children }: { children: ReactNode }) {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => here.current?.focus(), [])
  return (
    <div ref={here} tabIndex={-1} className={`stack ${css.begun}`}>
      {children}
    </div>
  )
}
