import { useInfiniteQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Failed, read } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useNow } from '../desk/use-now.ts'
import { given } from '../parts/given.ts'
import { actionInWords, sentInWords } from './audit-words.ts'
import css from './settings.module.css'
import { useRead } from './use-forms.ts'
import { Wrong } from './wrong.tsx'

interface Line {
  pos: number
  at: string
  by: { name: string }
  action: string
  subject: Record<string, string>
  said: unknown
  remote: string
  outcome: string
}

const names = ['by', 'action', 'from', 'to'] as const

/** Who changed which setting when, and who came in; with search, and to keep elsewhere. */
export function AuditPart() {
  const [search, setSearch] = useState('')
  const now = useNow()
  const found = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam }) =>
      read<{ lines: Line[]; next: number | null }>(`/api/v1/audit?${search}${pageParam ? `&after=${pageParam}` : ''}`),
    initialPageParam: 0,
    getNextPageParam: page => page.next ?? undefined,
  })
  const people = useRead<{ people: { id: string; name: string }[] }>('/api/v1/people').data?.people
  const nameOf = (id: string) => people?.find(one => one.id === id)?.name
  const lines = found.data?.pages.flatMap(page => page.lines)
  return (
    <>
      <p className="small soft">What is done within an incident stands on its timeline. Secrets are never kept here.</p>
      <Search onSearch={setSearch} />
      <Wrong error={(found.error as Failed | null) ?? undefined} />
      <ul className={css.rows} aria-label="Changes, newest first">
        {lines?.map(line => (
          <li key={line.pos}>
            <AuditLine line={line} now={now} nameOf={nameOf} />
          </li>
        ))}
        {lines?.length === 0 && <li>Nothing like this.</li>}
      </ul>
      <div className="row wrap">
        {found.hasNextPage && (
          <button type="button" className="btn big" onClick={() => void found.fetchNextPage()}>
            Show older ones
          </button>
        )}
        <a className="btn big" href={`/api/v1/audit/export?${search}`} download>
          Export as JSON lines
        </a>
      </div>
    </>
  )
}

function Search({ onSearch }: { onSearch(search: string): void }) {
  function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    const asked = names.map(name => [name, value(name).trim()] as const).filter(([, text]) => text !== '')
    const day = ([name, text]: readonly [string, string]) =>
      name === 'from' || name === 'to' ? [name, atMidnight(text, name === 'to' ? 1 : 0)] : [name, text]
    onSearch(new URLSearchParams(asked.map(day)).toString())
  }
  return (
    <form className={css.search} role="search" onSubmit={look}>
      <label className="field">
        <span>By whom</span>
        <input name="by" type="search" autoComplete="off" />
      </label>
      <label className="field">
        <span>About what</span>
        <input name="action" type="search" autoComplete="off" />
      </label>
      <label className="field">
        <span>From</span>
        <input name="from" type="date" />
      </label>
      <label className="field">
        <span>To</span>
        <input name="to" type="date" />
      </label>
      <button className="btn big">Search</button>
    </form>
  )
}

/** The reader's own midnight; the last day is part of it. */
function atMidnight(day: string, more: number): string {
  const midnight = new Date(`${day}T00:00`)
  midnight.setDate(midnight.getDate() + more)
  return midnight.toISOString()
}

function AuditLine({ line, now, nameOf }: { line: Line; now: Date; nameOf(id: string): string | undefined }) {
  const sent = sentInWords(line.said)
  return (
    <div className={css.what}>
      <span>
        <b>{line.by.name}</b> {actionInWords(line.action, line.subject, nameOf)}{' '}
        {line.outcome !== 'done' && <span className="tag">{line.outcome}</span>}
      </span>
      {sent && <span className="small soft">{sent}</span>}
      <span className="note">
        {dayAndTime(line.at, now)}, from {line.remote} · <code>{line.action}</code>
      </span>
    </div>
  )
}
