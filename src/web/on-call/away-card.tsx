import { type ChangeEvent, type FormEvent, useState } from 'react'
import type { Week } from '../../api/on-call-week.ts'
import type { Me } from '../desk/use-me.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Icon } from '../parts/icon.tsx'
import { Feeds } from './feeds.tsx'
import css from './on-call.module.css'
import { saySpan } from './say-time.ts'
import { useArrange, useUpload } from './use-week.ts'

/** When I am away, said before the shift: by hand, or by a file from my calendar. */
export function AwayCard({ week, me, now }: { week: Week; me: Me; now: Date }) {
  const [adding, setAdding] = useState(false)
  const arrange = useArrange()
  const mine = week.absences.filter(one => one.person === me.id)
  const path = `/api/v1/people/${me.id}/absences`
  return (
    <section className="pane stack" aria-labelledby="h-away">
      <h2 id="h-away">When you are away</h2>
      {mine.length === 0 && <p className="small soft">Nothing this week. Said early, it is seen before your shift.</p>}
      {mine.map(one => (
        <div key={one.id} className={css.mine}>
          <span>
            <b>{one.what}</b>, {saySpan(one, now)}
          </span>
          {!one.source && (
            <button
              type="button"
              className="btn quiet"
              onClick={() => arrange.mutate({ path: `${path}/${one.id}`, body: 'delete' })}
            >
              I am there after all
            </button>
          )}
        </div>
      ))}
      {adding ? (
        <AwayForm path={path} onDone={() => setAdding(false)} />
      ) : (
        <button type="button" className="btn" onClick={() => setAdding(true)}>
          <Icon name="plus" /> I am away…
        </button>
      )}
      <Feeds
        path={`/api/v1/people/${me.id}/calendars`}
        mayChange
        now={now}
        hint="Give one that holds only when you are away: everybody here reads its titles. Its address is shown to nobody."
        add="From a calendar by its address…"
      />
      <FromFile path={`${path}/my-calendar`} />
    </section>
  )
}

function AwayForm({ path, onDone }: { path: string; onDone(): void }) {
  const arrange = useArrange()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = given(event.currentTarget)
    const time = { from: new Date(said('from')).toISOString(), to: new Date(said('to')).toISOString() }
    arrange.mutate({ path, body: { ...time, what: said('what') || 'away' } }, { onSuccess: onDone })
  }
  return (
    <form className="stack" onSubmit={send}>
      <div className={css.two}>
        <label className="field">
          <span>From</span>
          <input type="datetime-local" name="from" required />
        </label>
        <label className="field">
          <span>To</span>
          <input type="datetime-local" name="to" required />
        </label>
      </div>
      <label className="field">
        <span>
          What <small>everybody here reads it</small>
        </span>
        <input name="what" maxLength={200} placeholder="away" autoComplete="off" />
      </label>
      {arrange.error && (
        <p className="need small" role="alert">
          {arrange.error.message}
        </p>
      )}
      <FormEnd verb="Say so" busy={arrange.isPending} onBack={onDone} />
    </form>
  )
}

function FromFile({ path }: { path: string }) {
  const upload = useUpload()
  const chosen = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    if (file) upload.mutate({ path, ics: await file.text() })
  }
  return (
    <div className={css.file}>
      <label className="field">
        <span>
          Or from a calendar file <small>.ics, in place of the one before</small>
        </span>
        <input type="file" accept=".ics,text/calendar" onChange={event => void chosen(event)} />
      </label>
      {upload.error && <p className="need small">{upload.error.message}</p>}
      {upload.data && (
        <p className="small" role="status">
          {upload.data.read === 1 ? '1 time' : `${upload.data.read} times`} read.{' '}
          {upload.data.left.length > 0 && `Not read: ${upload.data.left.join(' ')}`}
        </p>
      )}
    </div>
  )
}
