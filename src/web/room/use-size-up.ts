import { useQuery } from '@tanstack/react-query'
import type { SizeUp } from '../../steps/identify/size-up.ts'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'

/** The size-up as the server makes it: it knows what changed nearby, which no timeline says. */
export function useSizeUp(): SizeUp | undefined {
  const { is } = useRoom()
  const { data } = useQuery({
    queryKey: ['size-up', is.id],
    queryFn: () => read<{ sizeUp?: SizeUp }>(`/api/v1/incidents/${is.id}`),
    refetchInterval: 10_000,
  })
  return data?.sizeUp
}
