import { type MouseEvent, useDeferredValue, useMemo, useState } from 'react'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Composer } from './composer.tsx'
import { News } from './news.tsx'
import css from './timeline.module.css'
import { type Filter, TimelineFilter } from './timeline-filter.tsx'
import { Block, blockRows } from './timeline-rows.tsx'
import { shown, teller } from './told-entries.ts'
import { UnsentRows } from './unsent-rows.tsx'
import { usePlace } from './use-place.ts'

/** What happened, downwards, with now at the bottom. */
export function Timeline({ isChosen, onShow }: { isChosen: boolean; onShow?: (part: string) => void }) {
  const { entries, is, nameOf, now, unsent } = useRoom()
  const [filter, setFilter] = useState<Filter>({ show: 'all', find: '' })
  const find = useDeferredValue(filter.find)
  const [tell] = useState(teller)
  const told = useMemo(() => tell(entries, { is, nameOf }), [tell, entries, is, nameOf])
  const rows = useMemo(() => shown(told, filter.show, find), [told, filter.show, find])
  const { list, from, isAtNow, goToNow, onScroll } = usePlace({
    rows: rows.length + unsent.length,
    isChosen,
    anew: `${filter.show} ${find}`,
  })
  const blocks = Array.from({ length: Math.ceil(rows.length / blockRows) }, (_, i) => i * blockRows)
  return (
    <section className={css.all} aria-labelledby="h-time">
      <div className={`sec-head ${css.head}`}>
        <h2 id="h-time">Timeline</h2>
        <span className="note nowrap">{counted(rows.length, entries.length, filter)}</span>
        <TimelineFilter filter={filter} onFilter={setFilter} />
      </div>
      <div
        ref={list}
        role="list"
        className={`${css.timeline} scroll`}
        tabIndex={0}
        aria-label="Timeline"
        onScroll={onScroll}
        onClick={event => goToRef(event, onShow)}
      >
        {blocks
          .filter(at => at >= from)
          .map(at => (
            <Block key={at} rows={rows.slice(at, at + blockRows)} from={at} of={rows.length} />
          ))}
        <UnsentRows />
        <p className={css.now} aria-hidden="true">
          <span>now, {clockTime(now.toISOString())}</span>
        </p>
      </div>
      {!isAtNow && (
        <div className={css.toNow}>
          <button type="button" className="btn" onClick={goToNow}>
            Back to now
          </button>
        </div>
      )}
      <News told={told} />
      <Composer />
    </section>
  )
}

function counted(rows: number, all: number, { show, find }: Filter): string {
  if (find || show !== 'all') return `${rows} of ${all}`
  return all === 1 ? '1 entry' : `${all} entries`
}

/** A short reference leads to the thing itself, wherever in the room it stands. */
function goToRef(event: MouseEvent, onShow: ((part: string) => void) | undefined): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.ref') : null
  if (!link) return
  event.preventDefault()
  const thing = document.querySelector<HTMLElement>(`[data-ref="${CSS.escape(link.textContent)}"]`)
  const part = thing?.closest<HTMLElement>('[data-for]')?.dataset['for']
  if (part) onShow?.(part)
  requestAnimationFrame(() => {
    thing?.scrollIntoView({ block: 'center' })
    thing?.focus({ preventScroll: true })
  })
}
