import { type FormEvent, useState } from 'react'
import type { SideNote } from '../../api/room-messages.ts'
import { type Failed, type Refused, write } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Refusal } from '../parts/refusal.tsx'
import css from './side-channel.module.css'
import { useSideNotes } from './use-side-notes.ts'

/** Notes that the lead does not hear until it is over: who decides is not talked to by everybody at once. */
export default function SideChannel() {
  const { is, nameOf } = useRoom()
  const { notes, add } = useSideNotes()
  const isOver = is.status === 'resolved'
  if (isOver && notes.length === 0) return null
  const lead = is.lead ? nameOf(is.lead) : 'the lead'
  return (
    <section className="sec" aria-labelledby="h-side">
      <div className="sec-head">
        <h2 id="h-side">Beside {lead}</h2>
      </div>
      <p className="note">
        {isOver
          ? 'Said among the others while it burned. It is over, and everybody reads it.'
          : `Everybody but ${lead} reads this; ${lead} does when it is over. It is not on the timeline.`}
      </p>
      <ol className={css.notes} aria-live="polite">
        {notes.map(note => (
          <li key={note.id}>
            <span className="faint num">{clockTime(note.at)}</span>
            <span className={css.words}>
              <b>{note.by}</b> {note.text}
            </span>
          </li>
        ))}
      </ol>
      {!isOver && <Say lead={lead} onSaid={add} />}
    </section>
  )
}

function Say({ lead, onSaid }: { lead: string; onSaid(note: SideNote): void }) {
  const { is, press } = useRoom()
  const [text, setText] = useState('')
  const [error, setError] = useState<Refused | Failed>()
  const [busy, setBusy] = useState(false)

  async function send(event: FormEvent) {
    event.preventDefault()
    if (!text.trim() || busy) return
    setBusy(true)
    try {
      onSaid((await write<{ note: SideNote }>(`/api/v1/incidents/${is.id}/side-notes`, { text })).note)
      setText('')
      setError(undefined)
    } catch (no) {
      setError(no as Refused | Failed)
    }
    setBusy(false)
  }

  return (
    <form className={css.say} onSubmit={event => void send(event)}>
      {error && <Refusal error={error} onNext={next => press(next)} />}
      <input
        aria-label={`Say it beside ${lead}`}
        placeholder={`Say it beside ${lead}`}
        value={text}
        maxLength={2_000}
        onChange={event => setText(event.target.value)}
        autoComplete="off"
      />
      <button className="btn" aria-disabled={busy}>
        Say it
      </button>
    </form>
  )
}
