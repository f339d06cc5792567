import { useEffect, useState } from 'react'
import type { ToRoom } from '../../api/room-messages.ts'
import { roomSocket } from '../desk/room-socket.ts'

type CopyingNow = Extract<ToRoom, { type: 'copying' }>

/** How far a copy is, as it was heard last, and when; whoever takes it says it every second. */
export function useCopying(backup: string): { now?: CopyingNow; at: Date } {
  const [heard, setHeard] = useState<{ now?: CopyingNow; at: Date }>(() => ({ at: new Date() }))
  useEffect(() => {
    return roomSocket.on(message => {
      if (message.type === 'copying' && message.backup === backup) setHeard({ now: message, at: new Date() })
    })
  }, [backup])
  return heard
}
