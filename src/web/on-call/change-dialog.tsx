import { type FormEvent, useState } from 'react'
import type { Week } from '../../api/on-call-week.ts'
import type { Me } from '../desk/use-me.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { InReturn } from './in-return.tsx'
import css from './on-call.module.css'
import { useArrange } from './use-week.ts'
import { fieldTime } from './week-days.ts'

type Does = 'ask' | 'take' | 'put'

/** What somebody tapped: a shift, a gap, or nothing yet. */
export interface Wanted {
  schedule: string
  from?: string
  to?: string
  does?: Does
  /** The override that stands there. */
  over?: string
}

const verbs: Record<Does, string> = { ask: 'Ask them', take: 'I take it', put: 'Put them on call' }
const says: Record<Does, string> = {
  ask: 'Ask somebody to take my time',
  take: 'I take this time',
  put: 'Put somebody on call',
}
const hints: Record<Does, string> = {
  ask: 'It stays yours until somebody says yes; they get a link with yes and no.',
  take: 'You are on call then. Whose time it was is told.',
  put: 'They are on call then, and are told; so is whose time it was.',
}

const dayMs = 24 * 3_600_000

interface ChangeProps {
  week: Week
  me: Me
  wanted: Wanted
  now: Date
  onClose(): void
}

/** One form for a swap and an override: whose time, from when to when, and who. */
export function ChangeDialog({ week, me, wanted, now, onClose }: ChangeProps) {
  const [does, setDoes] = useState<Does>(wanted.does ?? 'take')
  const [schedule, setSchedule] = useState(wanted.schedule)
  const [who, setWho] = useState('')
  const arrange = useArrange()
  const asked = does === 'ask' ? week.people.find(one => one.id === who && one.id !== me.id) : undefined
  const ways = (['ask', 'take', 'put'] as const).filter(one => one !== 'put' || me.role === 'admin')
  const others = week.people.filter(one => does === 'put' || one.id !== me.id)
  const soon = new Date(Math.ceil(now.getTime() / 300_000) * 300_000 + 300_000)
  const from = new Date(Math.max(Date.parse(wanted.from ?? '') || 0, soon.getTime()))
  const to = wanted.to ? new Date(wanted.to) : new Date(from.getTime() + dayMs)
  const over = week.schedules.flatMap(one => one.overrides).find(one => one.id === wanted.over)
  const mayEnd = over && (me.role === 'admin' || (over.by === me.id && Date.parse(over.from) > now.getTime()))
  const end = () => {
    const path = `/api/v1/schedules/${encodeURIComponent(wanted.schedule)}/overrides/${over?.id}`
    arrange.mutate({ path, body: 'delete' }, { onSuccess: onClose })
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    arrange.mutate(routeOf(does, given(event.currentTarget)), { onSuccess: onClose })
  }
  return (
    <Dialog title="Swap or override" onClose={onClose}>
      {over && (
        <p className={`small soft ${css.over}`}>
          Somebody is on call here instead of whose turn it is{over.reason ? `: ${over.reason}.` : '.'}
          {mayEnd && (
            <button type="button" className="btn" disabled={arrange.isPending} onClick={end}>
              Take the override out
            </button>
          )}
        </p>
      )}
      <form className="stack" onSubmit={send}>
        <fieldset className={css.does}>
          <legend className="visually-hidden">What</legend>
          {ways.map(one => (
            <label key={one}>
              <input
                type="radio"
                name="does"
                value={one}
                checked={does === one}
                onChange={() => {
                  setDoes(one)
                  setWho('')
                }}
              />{' '}
              {says[one]}
            </label>
          ))}
        </fieldset>
        <p className="small soft">{hints[does]}</p>
        <label className="field">
          <span>Schedule</span>
          <select name="schedule" value={schedule} onChange={({ target }) => setSchedule(target.value)}>
            {week.schedules.map(({ schedule }) => (
              <option key={schedule}>{schedule}</option>
            ))}
          </select>
        </label>
        <div className={css.two}>
          <label className="field">
            <span>From</span>
            <input type="datetime-local" name="from" required defaultValue={fieldTime(from)} />
          </label>
          <label className="field">
            <span>To</span>
            <input type="datetime-local" name="to" required defaultValue={fieldTime(to)} />
          </label>
        </div>
        {does !== 'take' && (
          <label className="field" key={does}>
            <span>Who</span>
            <select name="who" value={who} onChange={({ target }) => setWho(target.value)}>
              {does === 'ask' && <option value="">everybody else of the schedule; the first yes has it</option>}
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {asked && <InReturn key={asked.id} schedule={schedule} person={asked} now={now} />}
        <label className="field">
          <span>
            Why <small>if you like</small>
          </span>
          <input name="why" maxLength={300} autoComplete="off" />
        </label>
        {arrange.error && (
          <p className="need small" role="alert">
            {arrange.error.message}
          </p>
        )}
        <FormEnd verb={verbs[does]} busy={arrange.isPending} onBack={onClose} />
      </form>
    </Dialog>
  )
}

/** The route that does it, with what it takes. */
function routeOf(does: Does, said: (name: string) => string): { path: string; body: object } {
  const time = { from: new Date(said('from')).toISOString(), to: new Date(said('to')).toISOString() }
  const [schedule, who, why] = [said('schedule'), said('who'), said('why')]
  if (does === 'ask') {
    const [from, to] = said('return').split(' ')
    const more = {
      ...(who && { ask: [who] }),
      ...(from && to && { inReturn: { from, to } }),
      ...(why && { note: why }),
    }
    return { path: '/api/v1/swaps', body: { schedule, ...time, ...more } }
  }
  const person = does === 'put' && who ? { person: who } : {}
  return {
    path: `/api/v1/schedules/${encodeURIComponent(schedule)}/overrides`,
    body: { ...time, ...person, ...(why && { reason: why }) },
  }
}
