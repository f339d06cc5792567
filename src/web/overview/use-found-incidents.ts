import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { IncidentLine } from '../../incident/line.ts'
import { read } from '../desk/client.ts'
import { type Filter, queryOf } from './filter.ts'

const atOnce = 50

/** The incidents that fit, the newest 50 first and older ones as they are asked for. */
export function useFoundIncidents(filter: Filter) {
  const query = queryOf(filter)
  const found = useInfiniteQuery({
    queryKey: ['incidents', 'found', query],
    queryFn: ({ pageParam }) =>
      read<{ incidents: IncidentLine[]; found: number }>(
        `/api/v1/incidents?view=line&limit=${atOnce}${query && `&${query}`}${pageParam && `&after=${pageParam}`}`,
      ),
    initialPageParam: '',
    getNextPageParam: ({ incidents }) => (incidents.length < atOnce ? undefined : `INC-${incidents.at(-1)?.number}`),
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
  })
  return {
    lines: found.data?.pages.flatMap(page => page.incidents) ?? [],
    found: found.data?.pages[0]?.found,
    error: found.error,
    isReading: found.isPending,
    hasMore: found.hasNextPage,
    more: () => void found.fetchNextPage(),
  }
}
