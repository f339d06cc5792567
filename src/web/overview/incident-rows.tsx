import { Link } from 'wouter'
import type { IncidentLine } from '../../incident/line.ts'
import { dayAndTime, howLong, since } from '../desk/clock.ts'
import css from './list.module.css'

/** Incidents, a row each: the whole row is the link. */
export function IncidentRows({ lines, now }: { lines: readonly IncidentLine[]; now: Date }) {
  return (
    <ul className={css.rows}>
      {lines.map(line => (
        <li key={line.id}>
          <Link href={`/incidents/INC-${line.number}`} data-item="">
            <span className="tag">{line.severity}</span>
            <span className={css.what}>
              <b className={css.title}>{line.title}</b>
              <span className="note">
                INC-{line.number} · {line.service}
                {line.drill && ' · drill'}
                {line.cause && ` · ${line.cause}`}
                {line.mergedInto && ' · went on in another incident'}
              </span>
            </span>
            <State line={line} now={now} />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function State({ line, now }: { line: IncidentLine; now: Date }) {
  const { openedAt, mitigatedAt, resolvedAt, status, acknowledgedBy, lead } = line
  const who = lead ?? acknowledgedBy
  const isAlone = status === 'open' && !who && line.severity !== 'sev4'
  const end = resolvedAt ?? mitigatedAt
  return (
    <span className={css.state}>
      <span className="small">
        {status === 'open' && `Burning ${since(openedAt, now)}`}
        {status !== 'open' && end && `${capital(status)} after ${howLong(Date.parse(end) - Date.parse(openedAt))}`}
      </span>
      <span className="note">
        {isAlone ? <span className="need">Nobody has it</span> : who && `${who.name}, `}
        {!isAlone && dayAndTime(openedAt, now)}
      </span>
    </span>
  )
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
