import { useEffect, useMemo, useRef } from 'react'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import { Said } from '../parts/said.tsx'
import { Composer } from './composer.tsx'
import css from './timeline.module.css'
import { type ToldEntry, tellEntries } from './told-entries.ts'

/** What happened, downwards, with now at the bottom: there it begins, on a phone each time its tab is chosen. */
export function Timeline({ isChosen }: { isChosen: boolean }) {
  const { entries, is, nameOf, now } = useRoom()
  const list = useRef<HTMLOListElement>(null)
  const told = useMemo(() => tellEntries(entries, { is, nameOf }), [entries, is, nameOf])
  const scrolledFor = useRef({ entries: 0, isChosen })
  useEffect(() => {
    const at = list.current
    const before = scrolledFor.current
    if (!at || (before.entries === entries.length && before.isChosen === isChosen)) return
    const isNearNow = at.scrollHeight - at.scrollTop - at.clientHeight < 200
    if (before.entries === 0 || before.isChosen !== isChosen || isNearNow) at.scrollTop = at.scrollHeight
    scrolledFor.current = { entries: entries.length, isChosen }
  }, [entries.length, isChosen])
  return (
    <section className={css.all} aria-labelledby="h-time">
      <div className={`sec-head ${css.head}`}>
        <h2 id="h-time">Timeline</h2>
        <span className="note">{entries.length === 1 ? '1 entry' : `${entries.length} entries`}</span>
      </div>
      <ol ref={list} className={`${css.timeline} scroll`} tabIndex={0} aria-label="Timeline">
        {told.map(one =>
          'machines' in one ? (
            <Machines key={one.machines[0]?.entry.id} row={one.machines} />
          ) : (
            <Line key={one.entry.id} told={one} />
          ),
        )}
        <li className={css.now} aria-hidden="true">
          <span>now, {clockTime(now.toISOString())}</span>
        </li>
      </ol>
      <Composer />
    </section>
  )
}

const weightClass = { decision: css.decision, people: css.people, machine: css.machine, need: css.need }

function Line({ told: { entry, sentence } }: { told: ToldEntry }) {
  return (
    <li className={`${css.entry} ${weightClass[sentence.weight]}`}>
      <time dateTime={entry.at} title={new Date(entry.at).toLocaleString()}>
        {clockTime(entry.at)}
      </time>
      <Icon name={sentence.icon} />
      <p>
        <Said pieces={sentence.says} />
      </p>
    </li>
  )
}

function Machines({ row }: { row: ToldEntry[] }) {
  const last = row.at(-1)
  if (!last) return null
  return (
    <li className={css.row}>
      <details>
        <summary className={`${css.entry} ${css.machine}`}>
          <time dateTime={last.entry.at}>{clockTime(last.entry.at)}</time>
          <Icon name="down" />
          <p>
            <Said pieces={last.sentence.says} /> <span className="faint">and {row.length - 1} before</span>
          </p>
        </summary>
        <ol>
          {row.slice(0, -1).map(told => (
            <Line key={told.entry.id} told={told} />
          ))}
        </ol>
      </details>
    </li>
  )
}
