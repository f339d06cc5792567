import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Failed, read, write } from '../desk/client.ts'
import type { AlertRules } from './rules-draft.ts'
import type { Tried } from './tried.tsx'

export interface Trying {
  /** The answer, and the very text that was tried. */
  tried?: Tried
  triedText?: string
  busy: boolean
  error?: Failed
  /** `Looked at 1,200 of 4,000 reports`, while it goes on. */
  progress?: string
  run(rules: AlertRules): Promise<void>
}

export const textOf = (rules: AlertRules): string => JSON.stringify(rules)

/** Tries rules on the last week, and says how far that is. */
export function useTrying(): Trying {
  const [state, setState] = useState<Pick<Trying, 'tried' | 'triedText' | 'error'>>({})
  const [busy, setBusy] = useState(false)
  const { data } = useQuery({
    queryKey: ['rules', 'try'],
    queryFn: () => read<{ progress: { read: number; of: number } | null }>('/api/v1/rules/try'),
    enabled: busy,
    refetchInterval: 700,
  })
  const { read: done, of } = data?.progress ?? { read: 0, of: 0 }
  return {
    ...state,
    busy,
    ...(busy && of > 0 && { progress: `Looked at ${done} of ${of} reports` }),
    async run(rules) {
      setBusy(true)
      try {
        setState({ tried: await write<Tried>('/api/v1/rules/try', { rules }), triedText: textOf(rules) })
      } catch (no) {
        setState({ error: no as Failed })
      }
      setBusy(false)
    },
  }
}
