import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SizeUp } from '../../steps/identify/size-up.ts'
import { Failed, read } from '../desk/client.ts'

const waitsMs = 1_000

/**
 * The size-up as the server makes it: it knows what changed nearby, which no timeline says. Asked for together with the
 * timeline; a room that `isRead` waits for it a moment, so that nothing in it moves down when it comes.
 */
export function useSizeUp(name: string, isRead: boolean): { sizeUp?: SizeUp; isSettled: boolean } {
  const [isLate, setLate] = useState(false)
  const { data, isFetched, failureCount, isPaused } = useQuery({
    queryKey: ['size-up', name],
    queryFn: () => sizeUpNow(name),
    refetchInterval: 10_000,
  })
  useEffect(() => {
    if (!isRead) return undefined
    const timer = setTimeout(() => setLate(true), waitsMs)
    return () => clearTimeout(timer)
  }, [isRead])
  return { sizeUp: data?.sizeUp, isSettled: isFetched || isLate || isPaused || failureCount > 0 }
}

async function sizeUpNow(name: string): Promise<{ sizeUp?: SizeUp }> {
  const said = await read<{ sizeUp?: SizeUp; asOf?: string }>(`/api/v1/incidents/${encodeURIComponent(name)}`)
  // A copy has none; what was known before stays.
  if (said.asOf !== undefined) throw new Failed(503, 'From a copy.')
  return said
}
