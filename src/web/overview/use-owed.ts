import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Next } from '../../incident/decision.ts'
import type { Owed } from '../../incident/owed.ts'
import { type Failed, type Refused, write } from '../desk/client.ts'

export interface Asking {
  /** Whose form is open, or whose no is shown. */
  owed: Owed
  next: Next
  error?: Refused | Failed
}

/** Does what is owed: at once, by a form, or in the room where it can be read. */
export function useOwed() {
  const [, go] = useLocation()
  const queries = useQueryClient()
  const [opened, setOpened] = useState<Asking>()
  const [no, setNo] = useState<Asking>()
  const [busy, setBusy] = useState(false)

  /** An answer that took long closes no form that was opened meanwhile. */
  async function ask(number: number, next: Next, body: Next['body']): Promise<void> {
    const form = opened
    setBusy(true)
    try {
      await write(`/api/v1/incidents/INC-${number}/${encodeURIComponent(next.command)}`, body)
      setNo(undefined)
      setOpened(now => (now === form ? undefined : now))
    } finally {
      setBusy(false)
      await queries.invalidateQueries({ queryKey: ['incidents'] })
    }
  }

  function press(owed: Owed, next: Next): void {
    if (owed.inRoom) return go(`/incidents/INC-${owed.number}`)
    if (Object.values(next.body).includes(null)) return setOpened({ owed, next })
    if (busy) return
    ask(owed.number, next, next.body).catch((error: Refused | Failed) => setNo({ owed, next, error }))
  }
  return { press, ask, busy, opened, no, close: () => setOpened(undefined) }
}
