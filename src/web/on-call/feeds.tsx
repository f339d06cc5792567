import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ShownFeed } from '../../api/calendar-feed.ts'
import { put, read, remove } from '../desk/client.ts'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { Icon } from '../parts/icon.tsx'
import { feedWords, nameFor } from './feed-words.ts'
import css from './on-call.module.css'
import { zoneHere } from './week-days.ts'

interface FeedsProps {
  /** Of a person, or of the holidays. */
  path: string
  mayChange: boolean
  now: Date
  /** What to mind about the address. */
  hint: string
  add: string
}

const soonMs = 2_000
const laterMs = 60_000

/** Calendars that are read each hour from their address: how old each is, what is wrong with one, and one more. */
export function Feeds({ path, mayChange, now, hint, add }: FeedsProps) {
  const [adding, setAdding] = useState(false)
  const { data } = useQuery({
    queryKey: ['calendars', path],
    queryFn: () => read<{ calendars: ShownFeed[] }>(path),
    refetchInterval: ({ state }) => (state.data?.calendars.some(one => one.state === 'waiting') ? soonMs : laterMs),
  })
  const change = useChange(path)
  const feeds = data?.calendars ?? []
  return (
    <>
      {feeds.map(feed => (
        <div key={feed.source} className={css.mine}>
          <span>
            <b>{feed.host}</b>{' '}
            <span className={feed.state === 'failing' ? 'need small' : 'small soft'}>{feedWords(feed, now)}</span>
            {feed.left.length > 0 && <span className="note">Left out: {feed.left.join(' ')}</span>}
          </span>
          {mayChange && (
            <button
              type="button"
              className="btn quiet"
              disabled={change.isPending}
              onClick={() => change.mutate({ source: feed.source })}
            >
              Take it out<span className="visually-hidden">: {feed.host}</span>
            </button>
          )}
        </div>
      ))}
      {mayChange && !adding && (
        <button type="button" className="btn" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {add}
        </button>
      )}
      {adding && <FeedForm path={path} feeds={feeds} hint={hint} onDone={() => setAdding(false)} />}
    </>
  )
}

interface FormProps extends Pick<FeedsProps, 'path' | 'hint'> {
  feeds: readonly ShownFeed[]
  onDone(): void
}

function FeedForm({ path, feeds, hint, onDone }: FormProps) {
  const change = useChange(path)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const url = given(event.currentTarget)('url')
    const taken = feeds.map(one => one.source)
    change.mutate({ source: nameFor(url, taken), url }, { onSuccess: onDone })
  }
  return (
    <form className="stack" onSubmit={send}>
      <label className="field">
        <span>
          Its address <small>iCalendar (.ics)</small>
        </span>
        <input
          name="url"
          required
          maxLength={2_000}
          autoComplete="off"
          inputMode="url"
          placeholder="https://…/basic.ics"
        />
      </label>
      <p className="small soft">{hint}</p>
      {change.error && (
        <p className="need small" role="alert">
          {change.error.message}
        </p>
      )}
      <FormEnd verb="Read it each hour" busy={change.isPending} onBack={onDone} />
    </form>
  )
}

/** With an address it is read from there; without one, no more. */
function useChange(path: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ source, url }: { source: string; url?: string }): Promise<unknown> => {
      const at = `${path}/${encodeURIComponent(source)}`
      return url === undefined ? remove(at) : put(at, { url, zone: zoneHere() })
    },
    onSettled: () =>
      Promise.all([['calendars', path], ['on-call-week']].map(queryKey => queries.invalidateQueries({ queryKey }))),
  })
}
