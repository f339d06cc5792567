import { type ReactNode, useEffect, useId, useRef } from 'react'

/** A native dialog: it holds the focus, and Escape closes it. */
export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className={wide ? 'is-wide' : ''} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  )
}

interface DialogProps {
  title: string
  wide?: boolean
  onClose(): void
  children: ReactNode
}
