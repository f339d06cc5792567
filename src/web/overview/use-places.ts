import { useQuery } from '@tanstack/react-query'
import type { FirstHour } from '../../api/first-hour.ts'
import { read } from '../desk/client.ts'

const places = [
  ['/', 'Home'],
  ['/incidents', 'Incidents'],
  ['/on-call', 'On call'],
  ['/services', 'Services'],
  ['/settings', 'Settings'],
] as const

export const firstHour = '/first-run'

/** Where one can go. The first hour is a place of its own until each of its steps is done or skipped; then, and on a phone, it is in my menu. */
export function usePlaces(isSignedIn: boolean) {
  const { data } = useQuery({
    queryKey: ['first-hour'],
    queryFn: () => read<FirstHour>('/api/v1/first-hour'),
    enabled: isSignedIn,
    staleTime: 60_000,
  })
  const isBegun = data !== undefined && Object.values(data.steps).some(one => one.state === 'open')
  return { places: isBegun ? [...places, [firstHour, 'First hour'] as const] : places, isBegun }
}
