import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { read } from '../desk/client.ts'
import type { Filter } from './filter.ts'
import css from './list.module.css'

const statuses = [
  ['', 'Any status'],
  ['open', 'Not resolved'],
  ['mitigated', 'Mitigated'],
  ['resolved', 'Resolved'],
] as const
const severities = [
  ['', 'Any severity'],
  ['sev1', 'sev1'],
  ['sev2', 'sev2'],
  ['sev1,sev2', 'sev1 and sev2'],
  ['sev3', 'sev3'],
  ['sev4', 'sev4'],
] as const

interface FilterBarProps {
  filter: Filter
  onFilter(filter: Filter, isTyping?: boolean): void
}

/** What the list is narrowed by. It follows as one types; on a phone all but the words is folded away. */
export function FilterBar({ filter, onFilter }: FilterBarProps) {
  const services = useQuery({
    queryKey: ['services'],
    queryFn: () => read<{ services: { slug: string; name: string }[] }>('/api/v1/services'),
  })
  const { status, severity, service, from, to } = filter
  const [isOpen, setOpen] = useState(Boolean(status || severity || service || from || to))
  const named = services.data?.services.map(one => [one.slug, one.name] as const) ?? []
  const pick = (name: keyof Filter) => (value: string) => onFilter({ ...filter, [name]: value })
  return (
    <search className={css.filter}>
      <Search filter={filter} onFilter={onFilter} />
      <button type="button" className={`btn ${css.unfold}`} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Fewer filters' : 'More filters'}
      </button>
      <div className={css.picks} data-open={isOpen}>
        <Pick label="Status" value={status} options={statuses} onPick={pick('status')} />
        <Pick label="Severity" value={severity} options={severities} onPick={pick('severity')} />
        <Pick label="Service" value={service} options={[['', 'Any service'], ...named]} onPick={pick('service')} />
        <Day label="From" value={from} onPick={pick('from')} />
        <Day label="To" value={to} onPick={pick('to')} />
      </div>
    </search>
  )
}

const typedMs = 250

function Search({ filter, onFilter }: FilterBarProps) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (location.hash === '#search') input.current?.focus()
  }, [])
  // Back, a kept filter or "show all" changed it: the field says what the list was asked.
  useEffect(() => {
    if (input.current && input.current.value.trim() !== (filter.q ?? '')) input.current.value = filter.q ?? ''
  }, [filter.q])
  // What was picked since the last letter stays picked, and a page that was left meanwhile stays left.
  const latest = useRef({ filter, onFilter })
  useEffect(() => {
    latest.current = { filter, onFilter }
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  const typed = (q: string) => {
    clearTimeout(timer.current)
    const page = location.pathname
    const ask = () => {
      // The page that was gone to is still being fetched, and this one is shown until then.
      if (location.pathname === page) latest.current.onFilter({ ...latest.current.filter, q }, true)
    }
    timer.current = setTimeout(ask, typedMs)
  }
  return (
    <label className={`field ${css.search}`}>
      <span>Search</span>
      <input
        ref={input}
        id="search"
        type="search"
        defaultValue={filter.q}
        maxLength={200}
        placeholder="Words, INC-12, an alert, a cause"
        autoComplete="off"
        onChange={event => typed(event.currentTarget.value)}
      />
    </label>
  )
}

interface PickProps {
  label: string
  value?: string
  options: readonly (readonly [value: string, says: string])[]
  onPick(value: string): void
}

function Pick({ label, value = '', options, onPick }: PickProps) {
  const known = options.some(([one]) => one === value) ? options : [...options, [value, value] as const]
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={event => onPick(event.currentTarget.value)}>
        {known.map(([one, says]) => (
          <option key={one} value={one}>
            {says}
          </option>
        ))}
      </select>
    </label>
  )
}

function Day({ label, value = '', onPick }: Omit<PickProps, 'options'>) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="date"
        value={value}
        min="1970-01-01"
        max="2999-12-31"
        onChange={event => onPick(event.currentTarget.value)}
      />
    </label>
  )
}
