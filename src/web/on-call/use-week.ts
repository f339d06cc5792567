import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Absence, Conflict } from '../../roster/conflicts.ts'
import type { PolicyGap } from '../../roster/policy-gaps.ts'
import type { Shift } from '../../roster/shifts.ts'
import type { Policy } from '../../roster/spec.ts'
import type { Swap, SwapState } from '../../roster/swap.ts'
import { put, read, remove, write } from '../desk/client.ts'
import { zoneHere } from './week-days.ts'

/** One schedule in the time that is looked at. People by id. */
export interface Lane {
  schedule: string
  zone: string
  now: string | null
  next: { from: string; person?: string } | null
  people: string[]
  shifts: Shift[]
  overrides: { id: string; person: string; from: string; to: string; reason?: string; by?: string }[]
  conflicts: Conflict[]
  note: { person: string; text: string; at: string } | null
}

export interface PolicyShown extends Pick<Policy, 'steps'> {
  policy: string
  fallback: Policy['steps'][number]['notify'][number] | null
  services: { slug: string; name: string }[]
  /** When its first step calls nobody. */
  gaps: PolicyGap[]
}

export interface Week {
  people: { id: string; name: string }[]
  schedules: Lane[]
  policies: PolicyShown[]
  swaps: (Swap & { state: SwapState })[]
  absences: Absence[]
  holidays: { from: string; to: string; what: string }[]
}

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
