import css from './timeline-filter.module.css'
import type { Show } from './told-entries.ts'

const shows: Record<Show, string> = { all: 'All', decisions: 'Decisions', people: 'People', machines: 'Machines' }

export interface Filter {
  show: Show
  find: string
}

export function TimelineFilter({ filter, onFilter }: { filter: Filter; onFilter(filter: Filter): void }) {
  return (
    <div className={css.filter}>
      <input
        id="find"
        type="search"
        aria-label="Find in the timeline"
        placeholder="Find"
        value={filter.find}
        onChange={event => onFilter({ ...filter, find: event.target.value })}
        onKeyDown={event => {
          if (event.key !== 'Escape') return
          onFilter({ ...filter, find: '' })
          event.currentTarget.blur()
        }}
      />
      <select
        aria-label="Show"
        value={filter.show}
        onChange={event => onFilter({ ...filter, show: event.target.value as Show })}
      >
        {Object.entries(shows).map(([value, says]) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    </div>
  )
}
