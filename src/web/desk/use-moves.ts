import { useEffect } from 'react'
import { roomSocket } from './room-socket.ts'

const saidEveryMs = 60_000
/** What a hand does; a page that is only open does none of these. */
const gestures = ['keydown', 'pointerdown', 'wheel', 'touchmove'] as const

/** Says that this person is at work here, so that whoever has the incident is not asked again while they are. Reading does not count. */
export function useMoves(incident: string): void {
  useEffect(() => {
    let saidAt = -Infinity
    const move = (event: Event) => {
      const isDue = event.timeStamp - saidAt >= saidEveryMs
      if (event.isTrusted && isDue && roomSocket.send({ type: 'moved', incident })) saidAt = event.timeStamp
    }
    for (const gesture of gestures) addEventListener(gesture, move, { passive: true, capture: true })
    return () => gestures.forEach(gesture => removeEventListener(gesture, move, { capture: true }))
  }, [incident])
}
