import { useQuery } from '@tanstack/react-query'
import type { Looker } from '../../incident/next.ts'
import type { Reach } from '../../steps/notify/wakes.ts'
import { read } from './client.ts'

/** `wakes`: whether a page at night would reach me. */
export type Me = Looker & { name: string; wakes?: Reach }

/** Who I am; undefined while that is not known. */
export function useMe(): Me | undefined {
  return useQuery({ queryKey: ['me'], queryFn: () => read<Me>('/api/v1/me'), staleTime: Number.POSITIVE_INFINITY }).data
}
