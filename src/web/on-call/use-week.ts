import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Week } from '../../api/on-call-week.ts'
import { put, read, remove, write } from '../desk/client.ts'
import { zoneHere } from './week-days.ts'

export const useWeek = (from: Date, to: Date) =>
  useQuery({
    queryKey: ['on-call-week', from.toISOString()],
    queryFn: () => read<Week>(`/api/v1/on-call/week?from=${from.toISOString()}&to=${to.toISOString()}`),
    refetchInterval: 30_000,
  })

/** Reads a calendar file into what Fireline knows of me. */
export function useUpload() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ path, ics }: { path: string; ics: string }) =>
      put<{ read: number; left: string[] }>(path, { ics, zone: zoneHere() }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['on-call-week'] }),
  })
}

/** Changes who is on call; whatever shows it looks again. */
export function useArrange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object | 'delete' }) =>
      body === 'delete' ? remove(path) : write(path, body),
    onSettled: () =>
      Promise.all(['on-call-week', 'on-call', 'readiness'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
  })
}
