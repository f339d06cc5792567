import { useEffect, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useNow } from '../desk/use-now.ts'
import { type Filter, readFilter, writeFilter } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { IncidentRows } from './incident-rows.tsx'
import { KeptFilters } from './kept-filters.tsx'
import css from './list.module.css'
import { Shell } from './shell.tsx'
import { useFoundIncidents } from './use-found-incidents.ts'
import { useMoveInList } from './use-move-in-list.ts'

/** Every incident there was, narrowed by a filter that stands in the address: it can be shared, and Back takes it back. */
export default function IncidentsPage() {
  const search = useSearch()
  const [, go] = useLocation()
  const now = useNow(20_000)
  const list = useRef<HTMLElement>(null)
  const filter = readFilter(search)
  const { lines, found, error, isReading, hasMore, more } = useFoundIncidents(filter)
  useMoveInList(list)
  useEffect(() => {
    document.title = 'Incidents · Fireline'
  }, [])

  /** Each letter typed is not a page of its own to go back to. */
  const set = (next: Filter, isTyping = false) => {
    const query = writeFilter(next)
    go(`/incidents${query && `?${query}`}`, { replace: isTyping })
  }

  return (
    <Shell>
      <main className="page" ref={list}>
        <div className="sec-head">
          <h1>Incidents</h1>
          <span className="note" role="status">
            {found !== undefined && (found === 1 ? '1 fits' : `${found} fit`)}
          </span>
        </div>
        <KeptFilters filter={filter} onChoose={set} />
        <FilterBar filter={filter} onFilter={set} />
        {error && (
          <p className={`banner is-need ${css.banner}`} role="alert">
            {error.message}
          </p>
        )}
        {isReading && <p className="empty">Reading the list.</p>}
        {lines.length > 0 && <IncidentRows lines={lines} now={now} />}
        {!isReading && !error && lines.length === 0 && <Nothing filter={filter} onAll={() => set({})} />}
        {hasMore && (
          <button type="button" className={`btn big ${css.more}`} data-item="" onClick={more}>
            Show older ones
          </button>
        )}
      </main>
    </Shell>
  )
}

function Nothing({ filter, onAll }: { filter: Filter; onAll(): void }) {
  if (writeFilter(filter) === '') return <p className={css.nothing}>There was no incident yet.</p>
  return (
    <div className={css.nothing}>
      <p>Nothing fits this filter.</p>
      <button type="button" className="btn" onClick={onAll}>
        Show all incidents
      </button>
    </div>
  )
}
