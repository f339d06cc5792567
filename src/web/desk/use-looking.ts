import { useEffect, useState } from 'react'
import { roomSocket } from './room-socket.ts'

/** What others have chosen in this room, by person: `E3`. */
export function useLooking(incident: string): Readonly<Record<string, string>> {
  const [at, setAt] = useState<Readonly<Record<string, string>>>({})
  useEffect(
    () =>
      roomSocket.on(message => void (message.type === 'looking' && message.incident === incident && setAt(message.at))),
    [incident],
  )
  return at
}
