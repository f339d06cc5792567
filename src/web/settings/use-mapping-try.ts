import { useCallback, useEffect, useRef, useState } from 'react'
import { Failed, write } from '../desk/client.ts'
import { given } from '../parts/given.ts'

/** What a mapping would read, or which of its expressions is wrong. */
export interface Tried {
  alerts?: { title: string; severity: string; status: string; fingerprint: string; startedAt: string; link?: string }[]
  wrong?: { field: string; message: string }
}

const restMs = 400

/** Tries a mapping a moment after the last key; only the newest answer counts. Nothing for a sender without one. */
export function useMappingTry(path: string, saved: Record<string, unknown> | undefined) {
  const [tried, setTried] = useState<Tried>()
  const newest = useRef(0)
  const timer = useRef<number>(undefined)
  const attempt = useCallback(
    async (mapping: object) => {
      const mine = ++newest.current
      const answer = await write<Tried>(path, { mapping }).catch((no: unknown) => ({
        wrong: { field: '', message: no instanceof Failed ? no.message : 'This cannot be tried now.' },
      }))
      if (mine === newest.current) setTried(answer)
    },
    [path],
  )
  const first = JSON.stringify(saved)
  useEffect(() => {
    if (first !== undefined && first !== '{}') void attempt(JSON.parse(first) as object)
    return () => window.clearTimeout(timer.current)
  }, [first, attempt])
  if (!saved) return undefined
  return {
    tried,
    soon(target: EventTarget, fields: readonly string[]) {
      const form = target instanceof HTMLElement ? target.closest('form') : null
      if (!form) return
      window.clearTimeout(timer.current)
      timer.current = window.setTimeout(() => {
        const value = given(form)
        void attempt(Object.fromEntries(fields.map(field => [field, value(field)]).filter(([, text]) => text !== '')))
      }, restMs)
    },
  }
}
