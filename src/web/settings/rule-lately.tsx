import { useState } from 'react'
import { Link } from 'wouter'
import { dayAndTime } from '../desk/clock.ts'
import { lookedBack } from './looked-back.ts'
import type { Stopped } from './rule.ts'
import css from './rules.module.css'
import { useRead } from './use-forms.ts'

const howSays: Record<Stopped['how'], string> = {
  refused: 'asked, and it said no',
  waived: 'went without it',
  advised: 'went ahead against its advice',
  passed: 'went ahead, nothing was said',
}

/** What a rule did in the last 30 days, and what it would have stopped. */
export function RuleLately({ stopped, now }: { stopped: readonly Stopped[]; now: Date }) {
  const says = lookedBack(stopped.map(({ how }) => how))
  if (stopped.length === 0) return <p className={css.lately}>{says}</p>
  return (
    <details className={css.more}>
      <summary>{says}</summary>
      <ul>
        {stopped.map(one => (
          <li key={`${one.incident} ${one.seq} ${one.how} ${one.by}`}>
            <Link href={`/incidents/INC-${one.number}#entry-${one.seq}`}>
              INC-{one.number} {one.title}
            </Link>
            <span className="note">
              {dayAndTime(one.at, now)}, {one.by}: {howSays[one.how]} {one.what && `· ${one.what}`}{' '}
              {one.reason && `· “${one.reason}”`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface Version {
  version: number
  setting: string
  setBy: string
  setAt: string
  reason: string | null
}

/** Who held it how before; read when it is opened. */
export function RuleHistory({ rule, now }: { rule: string; now: Date }) {
  const [open, setOpen] = useState(false)
  return (
    <details className={css.more} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Who set it before</summary>
      {open && <Versions rule={rule} now={now} />}
    </details>
  )
}

function Versions({ rule, now }: { rule: string; now: Date }) {
  const { data } = useRead<{ history: Version[] }>(`/api/v1/room-rules/${rule}/history`)
  if (data?.history.length === 0) return <p className="empty">Nobody changed it: it is held as it came.</p>
  return (
    <ul>
      {data?.history.map(one => (
        <li key={one.version}>
          {one.setting}
          <span className="note">
            {one.setBy}, {dayAndTime(one.setAt, now)}
            {one.reason && `: ${one.reason}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
