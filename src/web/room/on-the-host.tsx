import { useState } from 'react'
import type { AskedAboutChange, Touched } from '../../incident/incident.ts'
import { count } from '../../incident/sentence.ts'
import { touchWords } from '../../incident/touch-words.ts'
import { accountsOf } from '../../steps/rally/on-host.ts'
import { clockTime } from '../desk/clock.ts'
import { openForm } from '../desk/forms.ts'
import { heldBack, type Room, useRoom } from '../desk/room-context.ts'
import css from './commands.module.css'
import { NoHere } from './no-here.tsx'

const mostShown = 5

/** What others did on the hosts meanwhile, like ones together, and whether somebody says that it was them. */
export default function OnTheHost() {
  const { is } = useRoom()
  const [all, setAll] = useState(false)
  const touched = (is.touched ?? []).toReversed()
  const shown = all ? touched : touched.slice(0, mostShown)
  return (
    <section className="sec" aria-labelledby="h-on-the-host">
      <div className="sec-head">
        <h2 id="h-on-the-host">Not by the operator</h2>
      </div>
      <ul className={css.list}>
        {shown.map(one => (
          <Line key={one.entry} one={one} asked={is.wasItYou.find(asked => asked.change === one.entry)} />
        ))}
      </ul>
      {touched.length > mostShown && (
        <button type="button" className="btn quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `The last ${mostShown}` : `All ${touched.length}`}
        </button>
      )}
    </section>
  )
}

interface Told {
  one: Touched
  asked: AskedAboutChange | undefined
}

function Line({ one, asked }: Told) {
  return (
    <li>
      <details>
        <summary>
          <time className="note" dateTime={one.at}>
            {clockTime(one.at)}
          </time>
          <span className={`clip ${css.whole}`}>
            <b>{one.host}</b> {touchWords(one)}
          </span>
          <span className={css.tags}>
            {one.count > 1 && <span className="tag">{one.count} times</span>}
            {asked && <Answer asked={asked} />}
          </span>
        </summary>
        <More one={one} asked={asked} />
      </details>
    </li>
  )
}

function Answer({ asked: { answer, author } }: { asked: AskedAboutChange }) {
  if (answer === 'no') return <span className="tag is-need">not {author}</span>
  return <span className="tag">{answer ? `it was ${author}` : `${author} is asked`}</span>
}

function More({ one, asked }: Told) {
  const { me, is } = useRoom()
  return (
    <div className={css.more}>
      {one.count > 1 && (
        <p className="note">
          {count(one.count, 'time')} since {clockTime(one.since)}.
        </p>
      )}
      {one.why && (
        <p className="note">
          {one.count > 1 && 'The last: '}“{one.why}”
        </p>
      )}
      {asked && <p className="small">{said(asked)}</p>}
      <NoHere at={one.entry} />
      {me.role !== 'viewer' && is.status !== 'resolved' && asked?.answer !== 'maybe' && (
        <Ways one={one} asked={asked} />
      )}
    </div>
  )
}

function said({ answer, author, note }: AskedAboutChange): string {
  if (!answer) return `${author} was asked whether it was them.`
  const words = note ? ` “${note}”` : ''
  return answer === 'maybe'
    ? `${author} says: it was me.${words}`
    : `${author} says: it was not me.${words} Whoever it was came in by an account or a key that opens this host.`
}

function Ways({ one, asked }: Told) {
  const room = useRoom()
  const { me, press } = room
  const isMe = asked?.person === me.id || (one.who !== undefined && accountsOf(me).includes(one.who.toLowerCase()))
  const likely = isMe ? undefined : likelyPerson(room, one)
  const ask = { command: 'ask-was-it-you', body: { touch: one.entry } }
  const wasMe = { label: 'It was me', command: 'maybe-mine', body: { change: one.entry } }
  const ways = [
    ...(likely && asked?.person !== likely.id
      ? [{ ...ask, label: `Ask ${likely.name}: was it you?`, body: { ...ask.body, person: likely.id } }]
      : []),
    ...(isMe ? [wasMe] : []),
    ...(asked?.person === me.id && !asked.answer ? [{ ...wasMe, label: 'Not me', command: 'not-mine' }] : []),
    openForm(likely || asked ? 'Ask somebody else…' : 'Ask somebody: was it you?…', 'ask-was-it-you', ask.body),
    ...(isMe ? [] : [wasMe]),
  ]
  return (
    <div className="row wrap">
      {ways.map((next, n) => (
        <button
          key={next.label}
          type="button"
          className={n === 0 ? 'btn' : 'btn quiet'}
          onClick={() => press(next, one.entry)}
          {...heldBack(room, next.command)}
        >
          {next.label}
        </button>
      ))}
    </div>
  )
}

/** Whom the account is called after, where that is one person. */
function likelyPerson({ people }: Room, { who }: Touched): { id: string; name: string } | undefined {
  const found = who === undefined ? [] : people.filter(one => accountsOf(one).includes(who.toLowerCase()))
  return found.length === 1 ? found[0] : undefined
}
