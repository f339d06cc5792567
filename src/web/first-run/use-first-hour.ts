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

/** Me, and whether a page would wake me. */
export const useMyReach = () =>
  useQuery({
    queryKey: ['me', 'reach'],
    queryFn: () => read<Me & { wakes?: Reach }>('/api/v1/me'),
    refetchInterval: lookMs,
  }).data

/** Something changed that these say: they are read again. */
export function useLookAgain(): () => void {
  const queries = useQueryClient()
  return () => {
    for (const key of ['me', 'first-hour', 'tests']) void queries.invalidateQueries({ queryKey: [key] })
  }
}
