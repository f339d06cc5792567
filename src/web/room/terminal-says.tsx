import { useEffect, useState } from 'react'
import type { ToRoom } from '../../api/room-messages.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import css from './terminal.module.css'

type Held = Extract<ToRoom, { type: 'held' }>

/** What the program next to the shell says beside what is shown: keys that wait for a second word, and a recording that has a hole. */
export function TerminalSays({ terminal, host }: { terminal: string; host: string }) {
  const [held, setHeld] = useState<Held>()
  const [unrecordedSince, setUnrecorded] = useState<string>()
  useEffect(
    () =>
      roomSocket.on(message => {
        if (!('terminal' in message) || message.terminal !== terminal) return
        if (message.type === 'held') setHeld(message)
        // What is shown after it was answered with another key, or the line was taken back.
        if (message.type === 'output' || message.type === 'screen') setHeld(undefined)
        if (message.type === 'recording')
          setUnrecorded(message.state === 'unrecorded' ? (message.since ?? '') : undefined)
      }),
    [terminal],
  )
  return (
    <>
      {unrecordedSince !== undefined && <Unrecorded since={unrecordedSince} host={host} />}
      {held && (
        <p className={css.away} role="alert">
          <Icon name="alert" /> {held.says}
        </p>
      )}
    </>
  )
}

function Unrecorded({ since, host }: { since: string; host: string }) {
  const now = useNow(1_000)
  const forS = Math.round((now.getTime() - Date.parse(since)) / 1_000)
  return (
    <p className={css.unrecorded} role="status">
      <Icon name="alert" />
      <span>
        <b>UNRECORDED</b>
        {Number.isNaN(forS) ? '' : ` for ${Math.max(0, forS)} s`}: {host} cannot write its recording. The shell goes on.
      </span>
    </p>
  )
}
