import { useEffect, useState } from 'react'
import type { Terminal } from '../../incident/incident.ts'
import { clockTime } from '../desk/clock.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { Icon } from '../parts/icon.tsx'
import css from './terminal.module.css'

/** Whether what a terminal shows is not being recorded now. */
export function useUnrecorded(terminal: string): boolean {
  const [isNow, setNow] = useState(false)
  useEffect(
    () =>
      roomSocket.on(message => {
        if (message.type === 'recording' && message.terminal === terminal) setNow(message.state === 'unrecorded')
      }),
    [terminal],
  )
  return isNow
}

/** In red while a terminal is not recorded, and afterwards what is missing. The shell goes on all the same. */
export function Unrecorded({ terminal, isNow }: { terminal: Terminal; isNow: boolean }) {
  const { gaps = [] } = terminal
  const last = gaps.at(-1)
  if (!isNow && !last) return null
  const bytes = gaps.reduce((sum, gap) => sum + gap.bytes, 0)
  return (
    <p className={css.need} role="status">
      {isNow ? (
        <span>
          <Icon name="rec" /> <b>UNRECORDED.</b> What {terminal.host} shows now is not being recorded. The shell goes
          on.
        </span>
      ) : (
        <span>
          <Icon name="rec" /> <b>UNRECORDED</b> before {clockTime(last?.at ?? '')}: {bytes.toLocaleString()} bytes of{' '}
          {terminal.host} are missing in its recording.
        </span>
      )}
    </p>
  )
}
