import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { Next } from '../../incident/decision.ts'
import type { Failed, Refused } from '../desk/client.ts'
import { forgetForm, keepForm, keptForm, typedInto } from '../desk/kept-forms.ts'
import { given } from '../parts/given.ts'

interface KeptForm {
  form: RefObject<HTMLFormElement | null>
  send: RefObject<HTMLButtonElement | null>
  /** What was typed the last time and not sent. */
  before?: Record<string, string>
  busy: boolean
  error?: Refused | Failed
  /** Sends it; with a no it stays open and shows it. */
  submit(event: FormEvent<HTMLFormElement>): void
  /** Ctrl+Enter, also from within a text. */
  sendByKey(event: KeyboardEvent<HTMLFormElement>): void
  close(): void
  anew(): void
}

interface Parts {
  next: Next
  /** There is nothing that has to be typed: Enter sends. */
  isReady: boolean
  ask(value: ReturnType<typeof given>): Promise<void>
  onClose(): void
}

/** A form whose words are never lost: closed without sending, they are there when it is opened again. */
export function useKeptForm({ next, isReady, ask, onClose }: Parts): KeptForm {
  const form = useRef<HTMLFormElement>(null)
  const send = useRef<HTMLButtonElement>(null)
  const began = useRef<Record<string, string>>({})
  const [before, setBefore] = useState(() => keptForm(next))
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    if (form.current) began.current = typedInto(form.current)
    if (isReady) send.current?.focus()
  }, [isReady])

  async function sendIt(value: ReturnType<typeof given>): Promise<void> {
    setBusy(true)
    try {
      await ask(value)
      forgetForm(next)
      onClose()
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }
  return {
    form,
    send,
    before,
    busy,
    error,
    submit(event) {
      event.preventDefault()
      void sendIt(given(event.currentTarget))
    },
    sendByKey(event) {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
    },
    close() {
      if (form.current) keepForm(next, form.current, began.current)
      onClose()
    },
    anew() {
      forgetForm(next)
      setBefore(undefined)
    },
  }
}
