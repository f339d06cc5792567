import { useEffect, useState } from 'react'
import type { ToRoom } from '../../api/room-messages.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { useNow } from '../desk/use-now.ts'
import { Icon } from '../parts/icon.tsx'
import css from './terminal.module.css'

type Held = Extract<ToRoom, { type: 'held' }>

/** What the program next to the shell says beside what is shown. */
export interface Says {
  held?: Held
  /** RFC 3339; `''` where nobody knows. */
  unrecordedSince?: string
}

export function useTerminalSays(terminal: string): Says {
  const [says, setSays] = useState<Says>({})
  useEffect(
    () =>
      roomSocket.on(message => {
        if (!('terminal' in message) || message.terminal !== terminal) return
        if (message.type === 'held') setSays(was => ({ ...was, held: message }))
        // Another key answered it, or the line was taken back.
        if (message.type === 'output' || message.type === 'screen')
          setSays(was => (was.held ? { ...was, held: undefined } : was))
        if (message.type === 'recording') {
          const unrecordedSince = message.state === 'unrecorded' ? (message.since ?? '') : undefined
          setSays(was => ({ ...was, unrecordedSince }))
        }
      }),
    [terminal],
  )
  return says
}

/** Keys that wait for a second word, and a recording that has a hole. */
export function TerminalSays({ says: { held, unrecordedSince }, host }: { says: Says; host: string }) {
  return (
    <>
      {unrecordedSince !== undefined && <Unrecorded since={unrecordedSince} host={host} />}
      {held && (
        <p className={css.held} role="alert">
          <Icon name="alert" /> <b>{held.says}</b>
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
