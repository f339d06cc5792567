import { lazy, Suspense } from 'react'
import type { Participant } from '../../incident/incident.ts'
import { callTheTeam, openForm } from '../desk/forms.ts'
import { heldBack, useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { Who } from '../parts/who.tsx'
import css from './board.module.css'
import { Coming } from './coming.tsx'
import { seatActions } from './seat-actions.ts'
import { keyboardWords } from './seat-words.ts'

const CallLink = lazy(() => import('./call-link.tsx'))

/** Who is here, who leads, who has the keyboard; and what I can do about it. */
export function People() {
  const room = useRoom()
  const { is, me, press, present, looking, gone } = room
  const mayCall = me.role !== 'viewer' && is.status !== 'resolved'
  const here = is.people.filter(one => !one.leftAt)
  const watching = present.filter(one => !here.some(other => other.person === one.id))
  return (
    <section className="sec" aria-labelledby="h-people">
      <div className="sec-head">
        <h2 id="h-people">People</h2>
        <KeyHint name="people" />
      </div>
      {here.length === 0 && <p className="empty">Nobody is here yet.</p>}
      <ul className={css.people}>
        {here.map(one => (
          <li key={one.person}>
            <Who name={one.name} isLead={one.person === is.lead} isAway={gone.has(one.person)} />
            <b className="clip">{one.person === me.id ? 'You' : one.name}</b>
            <span className="note clip">{seatOf(one, here.length > 1)}</span>
          </li>
        ))}
      </ul>
      <Coming />
      {watching.length > 0 && (
        <p className="note row">
          <Icon name="eye" />{' '}
          {watching.map(one => (one.id === me.id ? 'you' : [one.name, ...at(one.id)].join(' '))).join(', ')} looking
        </p>
      )}
      <div className={`row wrap ${css.seats}`}>
        <Suspense>
          <CallLink where="people" />
        </Suspense>
        {seatActions(is, me).map(next => (
          <button
            key={next.label}
            type="button"
            className="btn"
            onClick={() => press(next)}
            {...heldBack(room, next.command)}
          >
            {next.label} {next.command === 'offer-lead' && <KeyHint name="handOver" />}
          </button>
        ))}
        {mayCall && here.length > 1 && (
          <button
            type="button"
            className="btn quiet"
            onClick={() => press(openForm('Give a task', 'give-task'))}
            {...heldBack(room, 'give-task')}
          >
            Give a task…
          </button>
        )}
        {mayCall && (
          <button
            type="button"
            className="btn quiet"
            onClick={() => press(openForm('Call in', 'call-in'))}
            {...heldBack(room, 'call-in')}
          >
            Call somebody in…
          </button>
        )}
        {mayCall && (
          <button
            type="button"
            className="btn quiet"
            onClick={() => press(callTheTeam)}
            {...heldBack(room, callTheTeam.command)}
          >
            Call in the team… <KeyHint name="callIn" />
          </button>
        )}
      </div>
    </section>
  )

  function seatOf(one: Participant, isTeam: boolean): string {
    if (gone.has(one.person)) return 'away'
    if (one.as === 'observer') return ['watches', ...at(one.person)].join(' ')
    if (!isTeam) return 'has it'
    const where = at(one.person).join(' ')
    const said = [
      ...(one.person === is.lead ? ['lead'] : []),
      ...keyboardWords(is, one.person),
      ...(where ? [where] : []),
    ]
    return said.join(', ')
  }

  /** Where in the room somebody else is. */
  function at(person: string): string[] {
    return person !== me.id && looking[person] ? ['at', looking[person]] : []
  }
}
