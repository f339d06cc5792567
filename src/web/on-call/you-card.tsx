import { type FormEvent, useState } from 'react'
import type { Lane, Week } from '../../api/on-call-week.ts'
import { since } from '../desk/clock.ts'
import type { Me } from '../desk/use-me.ts'
import { given } from '../parts/given.ts'
import type { Wanted } from './change-dialog.tsx'
import css from './on-call.module.css'
import { sayShift, sayTime } from './say-time.ts'
import { useArrange } from './use-week.ts'
import { daysLater } from './week-days.ts'

interface YouProps {
  week: Week
  me: Me
  monday: Date
  now: Date
  onAsk(wanted: Wanted): void
}

/** My shifts of this week, what to do when I cannot, and the note for who comes. */
export function YouCard({ week, me, monday, now, onAsk }: YouProps) {
  const mine = week.schedules.flatMap(lane =>
    lane.shifts
      .filter(one => one.person === me.id && Date.parse(one.to) > now.getTime())
      .map(shift => ({ lane, shift })),
  )
  return (
    <section className="pane stack" aria-labelledby="h-you">
      <h2 id="h-you">You, this week</h2>
      {mine.length === 0 && <p className="small soft">You are not on call.</p>}
      {mine.slice(0, 6).map(({ lane, shift }) => (
        <div key={lane.schedule + shift.from} className={css.mine}>
          <span>
            <b>{lane.schedule}</b>, {sayShift(shift, { from: monday, to: daysLater(monday, 7) }, now)}
          </span>
          <button
            type="button"
            className="btn"
            onClick={() => onAsk({ schedule: lane.schedule, from: shift.from, to: shift.to, does: 'ask' })}
          >
            I cannot…
          </button>
        </div>
      ))}
      {week.schedules.map(lane => (
        <Note key={lane.schedule} lane={lane} week={week} me={me} now={now} />
      ))}
    </section>
  )
}

/** What was left for me, or what I leave. */
function Note({ lane, week, me, now }: { lane: Lane; week: Week; me: Me; now: Date }) {
  const [writing, setWriting] = useState(false)
  const arrange = useArrange()
  const { note } = lane
  const author = week.people.find(one => one.id === note?.person)?.name ?? 'Somebody'
  const leave = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = given(event.currentTarget)('text')
    const path = `/api/v1/schedules/${encodeURIComponent(lane.schedule)}/notes`
    arrange.mutate({ path, body: { text } }, { onSuccess: () => setWriting(false) })
  }
  return (
    <>
      {note && (
        <p className={css.note}>
          {note.text}
          <span className="note">
            {author === me.name ? 'You' : author}, {since(note.at, now)} ago, for who is on {lane.schedule} next
          </span>
        </p>
      )}
      {lane.now === me.id && !writing && (
        <button type="button" className="btn" onClick={() => setWriting(true)}>
          Leave a note for{' '}
          {lane.next?.person ? (week.people.find(one => one.id === lane.next?.person)?.name ?? 'the next') : 'the next'}
          {lane.next && ` (${sayTime(lane.next.from, now)})`}…
        </button>
      )}
      {writing && (
        <form className="stack" onSubmit={leave}>
          <label className="field">
            <span>What should they know of {lane.schedule}?</span>
            <textarea name="text" required maxLength={2_000} />
          </label>
          {arrange.error && <p className="need small">{arrange.error.message}</p>}
          <div className="row wrap">
            <button className="btn primary" disabled={arrange.isPending}>
              Leave it
            </button>
            <button type="button" className="btn quiet" onClick={() => setWriting(false)}>
              Back
            </button>
          </div>
        </form>
      )}
    </>
  )
}
