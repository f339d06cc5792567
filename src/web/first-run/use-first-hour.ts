import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FirstHour } from '../../api/first-hour.ts'
import type { Reach } from '../../steps/notify/wakes.ts'
import { read } from '../desk/client.ts'
import type { Me } from '../desk/use-me.ts'

const lookMs = 1_000

/** How far the first hour is, looked at each second: what a phone or a shell did elsewhere shows up here by itself. */
export const useFirstHour = () =>
  useQuery({
    queryKey: ['first-hour'],
    queryFn: () => read<FirstHour>('/api/v1/first-hour'),
    refetchInterval: lookMs,
  })

/** Me, and whether a page would wake me, as every other page will find it too. */
export function useMyReach() {
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['me', 'reach'],
    queryFn: async () => {
      const me = await read<Me & { wakes?: Reach }>('/api/v1/me')
      queries.setQueryData(['me'], me)
      return me
    },
    refetchInterval: lookMs,
  })
  return data
}

/** Something changed: how far it is, is read again at once. */
export function useLookAgain(): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: ['first-hour'] })
  }
}
