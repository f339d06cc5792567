import { useQuery } from '@tanstack/react-query'
import type { Promised } from '../../api/promised.ts'

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
