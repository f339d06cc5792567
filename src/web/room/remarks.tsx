import type { Objection, Suggestion } from '../../incident/incident.ts'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, thing, useRoom } from '../desk/room-context.ts'
import { KeyHint } from '../parts/key-hint.tsx'
import css from './board.module.css'

/** What somebody suggests and what somebody objects to: on top while it needs an answer, below the board once it has one. */
export function Remarks({ which }: { which: 'open' | 'settled' }) {
  const room = useRoom()
  const { is, press } = room
  const about = (id: string) => is.objections.filter(one => one.to === id)
  const isOpen = (one: Suggestion) =>
    one.state === 'open' || about(one.id).some(objection => objection.state === 'open')
  const objected = (one: Suggestion) => Number(about(one.id).some(objection => objection.state === 'open'))
  const shown = is.suggestions
    .filter(one => isOpen(one) === (which === 'open'))
    .toSorted((a, b) => objected(b) - objected(a))
  if (which === 'settled' && shown.length === 0) return null
  const says = which === 'open' ? 'Suggestions' : 'Settled suggestions'
  return (
    <section className="sec" aria-labelledby={`h-remarks-${which}`}>
      <div className="sec-head">
        <h2 id={`h-remarks-${which}`}>{says}</h2>
        {which === 'open' && (
          <button
            type="button"
            className="btn push"
            onClick={() => press(openForm('Suggest', 'suggest'))}
            {...heldBack(room, 'suggest')}
          >
            Suggest <KeyHint name="suggest" />
          </button>
        )}
      </div>
      {shown.map(one => (
        <SuggestionCard key={one.id} suggestion={one} objections={about(one.id)} />
      ))}
    </section>
  )
}

function SuggestionCard({ suggestion, objections }: { suggestion: Suggestion; objections: Objection[] }) {
  const room = useRoom()
  const { press, me } = room
  const { id, ref, text, why, command, state, by, at, reason } = suggestion
  const on = { suggestion: id }
  const asChange = openForm('Change', 'propose-change', command ? { commands: [command] } : {})
  return (
    <div className={css.card} {...thing(room, ref)}>
      <div className="row top">
        <h3>
          <span className="ref">{ref}</span> {text}
        </h3>
        <span className="push tag">{state}</span>
      </div>
      <p className="note">
        {by}, {clockTime(at)}
      </p>
      <p className="small soft">{why}</p>
      {command && <code className="cmd">{command}</code>}
      {reason && <p className="small soft">Declined: {reason}</p>}
      {objections.map(one => (
        <ObjectionCard key={one.id} objection={one} />
      ))}
      {state === 'open' && (
        <div className="row wrap">
          {me.role !== 'viewer' && (
            <>
              <button
                type="button"
                className="btn"
                onClick={() => press({ label: 'Accept', command: 'accept-suggestion', body: on })}
                {...heldBack(room, 'accept-suggestion')}
              >
                Accept
              </button>
              <button
                type="button"
                className="btn"
                onClick={() => press(openForm('Decline', 'decline-suggestion', on))}
                {...heldBack(room, 'decline-suggestion')}
              >
                Decline…
              </button>
            </>
          )}
          <button
            type="button"
            className="btn quiet"
            onClick={() => press(openForm('Object', 'object', { to: id }))}
            {...heldBack(room, 'object')}
          >
            Object…
          </button>
        </div>
      )}
      {state === 'accepted' && me.role !== 'viewer' && (
        <button type="button" className="btn" onClick={() => press(asChange)} {...heldBack(room, asChange.command)}>
          Make it a change…
        </button>
      )}
    </div>
  )
}

export function ObjectionCard({ objection }: { objection: Objection }) {
  const room = useRoom()
  const { press, me } = room
  const { id, by, reason, state, answer } = objection
  return (
    <div className={css.objection} data-state={state}>
      <p>
        <b>{by} objects.</b> {reason}
      </p>
      {answer && <p className="soft">Answered: {answer}</p>}
      {state === 'withdrawn' && <p className="soft">Withdrawn.</p>}
      {state === 'open' && (
        <div className="row wrap">
          {me.role !== 'viewer' && (
            <button
              type="button"
              className="btn"
              onClick={() => press(openForm('Answer', 'answer-objection', { objection: id }))}
              {...heldBack(room, 'answer-objection')}
            >
              Answer…
            </button>
          )}
          {by === me.name && (
            <button
              type="button"
              className="btn quiet"
              onClick={() => press({ label: 'Withdraw', command: 'withdraw-objection', body: { objection: id } })}
              {...heldBack(room, 'withdraw-objection')}
            >
              Withdraw it
            </button>
          )}
        </div>
      )}
    </div>
  )
}
