import { type FormEvent, useState } from 'react'
import type { Failed, Refused } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { Refusal } from '../parts/refusal.tsx'
import css from './timeline.module.css'

const kinds = {
  responders: 'To those who work on it',
  stakeholders: 'To everyone who must know',
  statement: 'What I did or know, as evidence',
}
type Kind = keyof typeof kinds

/** One line to the timeline: a word to others, or a statement that counts as evidence. */
export function Composer() {
  const { ask, press, me } = useRoom()
  const [text, setText] = useState('')
  const [kind, setKind] = useState<Kind>('responders')
  const [error, setError] = useState<Refused | Failed>()
  if (me.role === 'viewer') return null

  async function send(event: FormEvent) {
    event.preventDefault()
    if (!text.trim()) return
    // It waits among the unsent by now: the field is free for the next line, however long the answer takes.
    setText('')
    try {
      if (kind === 'statement') await ask('add-evidence', { source: me.name, kind: 'statement', text })
      else await ask('post-update', { text, audience: kind })
      setError(undefined)
    } catch (no) {
      setText(next => [text, next].filter(Boolean).join(' '))
      setError(no as Refused | Failed)
    }
  }

  return (
    <form className={css.compose} onSubmit={event => void send(event)}>
      {error && <Refusal error={error} onNext={next => press(next)} />}
      <input
        id="write"
        aria-label="Write to the timeline"
        placeholder="Write to the timeline"
        value={text}
        onChange={event => setText(event.target.value)}
        autoComplete="off"
      />
      <div className="row">
        <select aria-label="For whom" value={kind} onChange={event => setKind(event.target.value as Kind)}>
          {Object.entries(kinds).map(([value, says]) => (
            <option key={value} value={value}>
              {says}
            </option>
          ))}
        </select>
        <button className="btn">Write</button>
      </div>
    </form>
  )
}
