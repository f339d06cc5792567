import { useState } from 'react'
import type { Failed } from '../desk/client.ts'

/** One thing asked of the server: its answer, what was wrong with it, and whether it is under way. */
export function useWish<T>(wish: (body: Record<string, unknown>) => Promise<T>) {
  const [answer, setAnswer] = useState<T>()
  const [error, setError] = useState<Failed>()
  const [busy, setBusy] = useState(false)
  const ask = async (body: Record<string, unknown> = {}) => {
    setBusy(true)
    setError(undefined)
    try {
      setAnswer(await wish(body))
    } catch (no) {
      setError(no as Failed)
    } finally {
      setBusy(false)
    }
  }
  return { answer, error, busy, ask }
}
