import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Failed, put, read, remove } from '../desk/client.ts'
import { Dialog } from '../parts/dialog.tsx'
import { FormEnd } from '../parts/form-end.tsx'
import { given } from '../parts/given.ts'
import { type Filter, isSame, writeFilter } from './filter.ts'
import css from './list.module.css'

interface Kept {
  name: string
  filter: Filter
}

const path = '/api/v1/me/filters'
const ever: readonly Kept[] = [
  { name: 'All', filter: {} },
  { name: 'Not resolved', filter: { status: 'open' } },
]

/** Filters to choose by their name: two that everybody has, and those I keep, wherever I sign in. */
export function KeptFilters({ filter, onChoose }: { filter: Filter; onChoose(filter: Filter): void }) {
  const queries = useQueryClient()
  const { data } = useQuery({ queryKey: ['filters'], queryFn: () => read<{ filters: Kept[] }>(path) })
  const [naming, setNaming] = useState(false)
  const again = () => queries.invalidateQueries({ queryKey: ['filters'] })
  const mine = data?.filters ?? []
  const chosen = mine.find(one => isSame(one.filter, filter))
  const isNew = data && !chosen && !ever.some(one => isSame(one.filter, filter))
  const forget = async (name: string) => {
    await remove(`${path}/${encodeURIComponent(name)}`)
    await again()
  }
  return (
    <div className={css.chips} role="group" aria-label="Kept filters">
      {[...ever, ...mine].map(one => (
        <button
          key={`${mine.includes(one)} ${one.name}`}
          type="button"
          className={css.chip}
          aria-pressed={isSame(one.filter, filter)}
          onClick={() => onChoose(one.filter)}
        >
          {one.name}
        </button>
      ))}
      {isNew && (
        <button type="button" className="btn quiet" onClick={() => setNaming(true)}>
          Keep this filter…
        </button>
      )}
      {chosen && (
        <button type="button" className="btn quiet" onClick={() => void forget(chosen.name)}>
          Forget “{chosen.name}”
        </button>
      )}
      {naming && <Naming filter={filter} onKept={again} onClose={() => setNaming(false)} />}
    </div>
  )
}

interface NamingProps {
  filter: Filter
  onKept(): Promise<void>
  onClose(): void
}

function Naming({ filter, onKept, onClose }: NamingProps) {
  const [error, setError] = useState<Failed>()
  async function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = given(event.currentTarget)('name').trim()
    const kept = Object.fromEntries(new URLSearchParams(writeFilter(filter)))
    try {
      await put(`${path}/${encodeURIComponent(name)}`, { filter: kept })
      await onKept()
      onClose()
    } catch (no) {
      setError(no as Failed)
    }
  }
  return (
    <Dialog title="Keep this filter" onClose={onClose}>
      <form className="stack" onSubmit={event => void keep(event)}>
        <label className="field">
          <span>Its name</span>
          <input name="name" required maxLength={60} autoComplete="off" placeholder="Checkout, the bad ones" />
          <small>Only you see it. A name that you have already is replaced.</small>
        </label>
        {error && (
          <p className="need small" role="alert">
            {error.message}
          </p>
        )}
        <FormEnd verb="Keep it" onBack={onClose} />
      </form>
    </Dialog>
  )
}
