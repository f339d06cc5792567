import { useEffect, useState } from 'react'
import { roomSocket } from '../desk/room-socket.ts'
import { Icon } from '../parts/icon.tsx'
import css from './held.module.css'

/** An Enter that the program next to the shell holds: everybody reads why, and the operator's next Enter runs it. */
export function Held({ terminal, isMine }: { terminal: string; isMine: boolean }) {
  const [why, setWhy] = useState<string>()
  useEffect(
    () =>
      roomSocket.on(message => {
        if (!('terminal' in message) || message.terminal !== terminal) return
        if (message.type === 'held' && message.why === 'danger') setWhy(message.says)
        // The line was changed, or it runs.
        if (message.type === 'prompt' || message.type === 'keyboard' || message.type === 'screen') setWhy(undefined)
      }),
    [terminal],
  )
  if (!why) return null
  return (
    <p className={css.held} role="alert">
      <Icon name="alert" /> {isMine ? why : why.replace('Enter once more', 'The operator’s next Enter')}
    </p>
  )
}
