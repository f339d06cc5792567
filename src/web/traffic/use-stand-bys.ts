import { useQuery } from '@tanstack/react-query'
import { type ListedStandBy, standBysPath } from '../../api/stand-bys.ts'
import { read } from '../desk/client.ts'

/** Those of a service, the one that was proven last first; undefined while they are being read. */
export function useStandBys(service: string): ListedStandBy[] | undefined {
  const { data } = useQuery({
    queryKey: [standBysPath],
    queryFn: () => read<{ standBys: ListedStandBy[] }>(standBysPath),
  })
  return data?.standBys
    .filter(one => one.service === service)
    .toSorted((a, b) => (b.provenAt ?? '').localeCompare(a.provenAt ?? ''))
}
