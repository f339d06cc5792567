import { type FormEvent, useEffect, useState } from 'react'
import type { Terminal } from '../../incident/incident.ts'
import { clockTime } from '../desk/clock.ts'
import { roomSocket } from '../desk/room-socket.ts'
import { given } from '../parts/given.ts'
import { Icon } from '../parts/icon.tsx'
import css from './terminal.module.css'

export type RecordingState = 'recorded' | 'unrecorded' | 'waits'

/** Whether what a terminal shows is being recorded now. */
export function useRecordingState(terminal: string): RecordingState {
  const [state, setState] = useState<RecordingState>('recorded')
  useEffect(
    () =>
      roomSocket.on(message => {
        if (message.type === 'recording' && message.terminal === terminal) setState(message.state)
      }),
    [terminal],
  )
  return state
}

interface Shown {
  terminal: Terminal
  state: RecordingState
  /** The epoch of who types here; none: they watch. */
  epoch?: number
}

/** In red while a terminal is not recorded, and afterwards what is missing. The shell goes on, unless its service is strict: then who types may. */
export function Unrecorded({ terminal, state, epoch }: Shown) {
  const { gaps = [] } = terminal
  const last = gaps.at(-1)
  if (state === 'waits') return <Waits terminal={terminal} epoch={epoch} />
  if (state === 'recorded' && !last) return null
  const bytes = gaps.reduce((sum, gap) => sum + gap.bytes, 0)
  return (
    <p className={css.need} role="status">
      {state === 'unrecorded' ? (
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

function Waits({ terminal, epoch }: Omit<Shown, 'state'>) {
  const [trouble, setTrouble] = useState<string>()
  const goOn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = given(event.currentTarget)('reason')
    const isSent = roomSocket.send({ type: 'go-on', terminal: terminal.id, epoch: epoch ?? 0, reason })
    setTrouble(isSent ? undefined : 'Not sent: no connection.')
  }
  return (
    <div className={`${css.need} ${css.waits}`} role="alert">
      <p>
        <Icon name="rec" /> <b>NOT RECORDED, so the shell on {terminal.host} waits.</b> Neither its disk nor Fireline
        can store what it shows, and recordings of this service are strict. It goes on by itself as soon as either can.
      </p>
      {epoch !== undefined && (
        <form className="row wrap" onSubmit={goOn}>
          <input
            name="reason"
            required
            maxLength={500}
            aria-label="Why it cannot wait"
            placeholder="Why it cannot wait, for the timeline"
          />
          <button className="btn">Go on unrecorded</button>
          {trouble}
        </form>
      )}
    </div>
  )
}
