import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Failed, read } from '../desk/client.ts'
import type { Form } from './schema-fields.ts'

export interface Forms {
  channels: Form[]
  /** Accounts of the house that channels go over. */
  accounts: Form[]
  resources: Form[]
  standBys: Form[]
  sender: Form
  /** What a sender of a kind asks to be set; those that ask nothing have none. */
  senders: Form[]
  report: Form
  mailbox: Form
  slack: Form
  heartbeat: Form
  probes: Form[]
  person: Form
  invite: Form
}

/** Every form there is, as the server makes them from its schemas. */
export const useForms = (): Forms | undefined =>
  useQuery({
    queryKey: ['forms'],
    queryFn: () => read<Forms>('/api/v1/forms'),
    staleTime: Number.POSITIVE_INFINITY,
  }).data

/** A list from the API, by the path that it is read from. */
export const useRead = <T>(path: string) => useQuery({ queryKey: [path], queryFn: () => read<T>(path) })

export interface Doing {
  busy: boolean
  error?: Failed
  /** Does it, then reads these paths again; says what was wrong. */
  run(work: () => Promise<unknown>, ...paths: string[]): Promise<boolean>
}

export function useDoing(): Doing {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Failed>()
  return {
    busy,
    error,
    async run(work, ...paths) {
      setBusy(true)
      setError(undefined)
      try {
        await work()
        await Promise.all(paths.map(path => queries.invalidateQueries({ queryKey: [path] })))
        return true
      } catch (no) {
        setError(no as Failed)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
