import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Terminal } from '../../incident/incident.ts'
import { useRoom } from '../desk/room-context.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { goOnTyping, keysWentNowhere, onSigned, signedHere } from '../desk/signed-shells.ts'
import { Icon } from '../parts/icon.tsx'
import { ShellDialog } from './shell-dialog.tsx'
import css from './terminal.module.css'

/** What stands over a shell that takes only signed keys: sign first, or look what is missing. */
export function SignedTerminal({ terminal, isMine }: { terminal: Terminal; isMine: boolean }) {
  const { me } = useRoom()
  const state = useSyncExternalStore(onSigned, () => signedHere(terminal.id))
  const [isAsked, setAsked] = useState(false)
  useEffect(
    () =>
      roomSocket.on(message => {
        if (message.type !== 'unsigned' || message.terminal !== terminal.id || message.person !== me.id) return
        keysWentNowhere(terminal.id, message.why, message.seq, message.last)
      }),
    [terminal.id, me.id],
  )
  if (!isMine || state === 'ready') return null
  return (
    <>
      <div className={css.control} role="status">
        <p>
          <Icon name="lock" />{' '}
          {state === 'held'
            ? 'Keys of yours are missing on the way. Look at the line, then go on.'
            : `${terminal.host} lets in only what you signed. Where you signed before, type there; or sign here.`}
        </p>
        <button
          type="button"
          className="btn primary"
          onClick={() => (state === 'held' ? goOnTyping(terminal.id) : setAsked(true))}
        >
          {state === 'held' ? 'Go on' : 'Sign to type here…'}
        </button>
      </div>
      {isAsked && <ShellDialog host={terminal.host} terminal={terminal.id} onClose={() => setAsked(false)} />}
    </>
  )
}
