import { type ReactNode, useEffect, useId, useRef } from 'react'
import css from './dialog.module.css'

/** A native dialog: it holds the focus, Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, wide = false, beside = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={beside ? css.beside : wide ? 'is-wide' : ''}
      aria-labelledby={heading}
      onCancel={event => {
        // Gone before the next key is heard, not a moment later.
        event.preventDefault()
        onClose()
      }}
      onClose={onClose}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  )
}

interface DialogProps {
  title: string
  wide?: boolean
  /** Where there is room it stands beside the terminal, never over it. */
  beside?: boolean
  onClose(): void
  children: ReactNode
}
