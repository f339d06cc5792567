import { useQuery } from '@tanstack/react-query'

/** As `/health/promise` says it to anybody, with its database or without. */
export interface Promised {
  ok: boolean
  why: string[]
  late: number
}

const lookEveryMs = 15_000

/** Whether pages leave; undefined when nobody answers, which is said elsewhere. A no comes as 503 and is an answer. */
export function usePromise(): Promised | undefined {
  return useQuery({
    queryKey: ['promise'],
    queryFn: async () => (await (await fetch('/health/promise')).json()) as Promised,
    refetchInterval: lookEveryMs,
    retry: false,
  }).data
}
