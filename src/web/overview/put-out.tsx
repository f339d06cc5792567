import { Link } from 'wouter'
import type { IncidentLine } from '../../incident/line.ts'
import { dayAndTime, howLong } from '../desk/clock.ts'
import css from './home.module.css'
import { usePutOut } from './use-home.ts'

/** The last fires that are over. */
export function PutOut({ now }: { now: Date }) {
  const lines = usePutOut().data?.incidents ?? []
  if (lines.length === 0) return null
  return (
    <section className={css.section} aria-labelledby="h-over">
      <div className="sec-head">
        <h2 id="h-over">Put out lately</h2>
        <Link className="push small" href="/incidents">
          All incidents
        </Link>
      </div>
      <ul className={css.list}>
        {lines.map(line => (
          <li key={line.id}>
            <Link href={`/incidents/INC-${line.number}`}>
              <span className="tag">{line.severity}</span>
              <span className={css.name}>{line.title}</span>
              <span className="note">{whenAndHow(line, now)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function whenAndHow({ openedAt, resolvedAt }: IncidentLine, now: Date): string {
  if (!resolvedAt) return ''
  return `${dayAndTime(resolvedAt, now)}, took ${howLong(Date.parse(resolvedAt) - Date.parse(openedAt))}`
}
