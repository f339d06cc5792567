import { Link } from 'wouter'
import type { Arrived } from '../../api/first-hour.ts'
import { clockTime } from '../desk/clock.ts'
import css from './first-run.module.css'

/** What came in last, and whom it paged. */
export function Arrival({ arrived }: { arrived: Arrived | null }) {
  return (
    <div role="status" className={css.came} data-state={standingOf(arrived)}>
      {!arrived && <p className="soft">Nothing has arrived yet. It shows up here within a second.</p>}
      {arrived && (
        <p>
          <b>{arrived.title}</b>{' '}
          <span className="soft small">
            from {arrived.from}, {clockTime(arrived.at)}
          </span>
        </p>
      )}
      {arrived && !arrived.incident && (
        <p className="soft small">It opened no incident: it is over already, or only to be listed.</p>
      )}
      {arrived?.incident && <Became incident={arrived.incident} />}
    </div>
  )
}

/** Proven only where it reached somebody. */
function standingOf(arrived: Arrived | null): string {
  if (arrived?.incident?.nobodyToCall) return 'failed'
  return arrived ? 'tapped' : 'owed'
}

function Became({ incident }: { incident: NonNullable<Arrived['incident']> }) {
  const { number, severity, paged, nobodyToCall } = incident
  return (
    <>
      <p className="small">
        It opened INC-{number}, {severity}.{' '}
        {paged.length === 0 &&
          !nobodyToCall &&
          (severity === 'sev4' ? 'That wakes nobody: it waits for the morning.' : 'Nobody was paged yet.')}
      </p>
      {nobodyToCall && <p className="need small">{nobodyToCall}</p>}
      <ul className="small">
        {paged.map(({ name, channel, state }, n) => (
          <li key={`${name}${channel}${n}`}>
            {name} by {channel}: {state}
          </li>
        ))}
      </ul>
      <Link className="btn" href={`/incidents/INC-${number}`}>
        Open INC-{number}
      </Link>
    </>
  )
}
