import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'

/** A stand-by as it is listed: never with how its proxy is reached. */
export interface ListedStandBy {
  slug: string
  service: string
  driver: string
  offerAfterMinutes: number
  provenAt?: string
  /** What the proxy said of it last. */
  proof?: string
  updatedAt: string
  /** What a switch costs: "no request is cut". */
  cuts?: string
  persistent?: 'yes' | 'after-paste' | 'no'
}

export const standBysPath = '/api/v1/stand-bys'

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
