import { memo, type ReactNode } from 'react'
import { clockTime } from '../desk/clock.ts'
import { Icon } from '../parts/icon.tsx'
import { Said } from '../parts/said.tsx'
import css from './timeline.module.css'
import { isMachines, type Told, type ToldEntry } from './told-entries.ts'

const weightClass = { decision: css.decision, people: css.people, machine: css.machine, need: css.need }

/**
 * So many rows are compared at once when something new comes, and laid out at once when they come into sight. Rows out of
 * sight stay in the page, for its search and for screen readers; a browser that had to watch each of 5,000 would stutter.
 */
export const blockRows = 25

/** Where a link leads to one entry: `/incidents/INC-7#entry-12`. */
export const anchorOf = (seq: number): string => `entry-${seq}`

/** A stretch of the timeline; `from` and `of` place its rows within the whole. */
export const Block = memo(function Block({ rows, from, of }: { rows: readonly Told[]; from: number; of: number }) {
  const line = (one: Told, i: number) => {
    const place = { 'aria-setsize': of, 'aria-posinset': from + i + 1, 'data-item': true, tabIndex: -1 }
    if (isMachines(one)) return <Machines key={one.machines[0]?.entry.id} row={one.machines} place={place} />
    return <Line key={one.entry.id} told={one} place={place} />
  }
  return (
    <div role="presentation" className={css.block}>
      {rows.map(line)}
    </div>
  )
}, isSameBlock)

interface Place {
  'aria-setsize'?: number
  'aria-posinset'?: number
  'data-item'?: boolean
  tabIndex?: number
}

function isSameBlock(
  was: { rows: readonly Told[]; from: number; of: number },
  now: { rows: readonly Told[]; from: number; of: number },
): boolean {
  return (
    was.rows.length === now.rows.length && was.from === now.from && was.rows.every((one, i) => isSame(one, now.rows[i]))
  )
}

function isSame(was: Told, now: Told | undefined): boolean {
  if (was === now) return true
  if (!now || !isMachines(was) || !isMachines(now)) return false
  return was.machines.length === now.machines.length && was.machines.every((one, i) => one === now.machines[i])
}

function Line({ told: { entry, sentence }, place = {} }: { told: ToldEntry; place?: Place }): ReactNode {
  return (
    <div
      id={anchorOf(entry.seq)}
      role="listitem"
      className={`${css.entry} ${weightClass[sentence.weight]}`}
      tabIndex={-1}
      {...place}
    >
      <time dateTime={entry.at} title={new Date(entry.at).toLocaleString()}>
        {clockTime(entry.at)}
      </time>
      <Icon name={sentence.icon} />
      <p>
        <Said pieces={sentence.says} linked />
      </p>
    </div>
  )
}

function Machines({ row, place }: { row: ToldEntry[]; place: Place }): ReactNode {
  const last = row.at(-1)
  if (!last) return null
  return (
    <div id={anchorOf(last.entry.seq)} role="listitem" className={css.row} {...place}>
      <details>
        <summary className={`${css.entry} ${css.machine}`}>
          <time dateTime={last.entry.at}>{clockTime(last.entry.at)}</time>
          <Icon name="down" />
          <p>
            <Said pieces={last.sentence.says} /> <span className="faint">and {row.length - 1} before</span>
          </p>
        </summary>
        <div role="list">
          {row.slice(0, -1).map(told => (
            <Line key={told.entry.id} told={told} />
          ))}
        </div>
      </details>
    </div>
  )
}
