import { useEffect, useState } from 'react'
import { roomSocket } from './room-socket.ts'

/** Whose connection is down, and since when, as the server tells it to who looks at the incident. */
export function useGone(incident: string): ReadonlyMap<string, Date> {
  const [gone, setGone] = useState<ReadonlyMap<string, Date>>(new Map())
  useEffect(
    () =>
      roomSocket.on(message => {
        if (message.type !== 'presence' || message.incident !== incident) return
        const now = Date.now()
        setGone(new Map(message.gone?.map(one => [one.id, new Date(now - one.forMs)])))
      }),
    [incident],
  )
  return gone
}
