import { Link } from 'wouter'
import type { Incident } from '../../incident/incident.ts'
import type { Looker } from '../../incident/next.ts'
import { nextStep } from '../../incident/next-step.ts'
import { clockTime, since } from '../desk/clock.ts'
import css from './home.module.css'

/** One open incident: how bad, what, since when, who has it, and what is next for who looks. */
export function Fire({ is, me, now }: { is: Incident; me: Looker; now: Date }) {
  const holder = is.lead ?? is.acknowledgedBy
  const name = holder === me.id ? 'You' : is.people.find(one => one.person === holder)?.name
  return (
    <li className={css.fire} data-held={Boolean(holder)}>
      <div className={css.what}>
        <p className="row">
          <span className="tag">{is.severity}</span>
          <b className={css.name}>{is.title}</b>
          <span className="note nowrap">INC-{is.number}</span>
        </p>
        <p className={`small soft ${css.next}`}>{nextStep(is, me, now.toISOString()).says}</p>
      </div>
      <dl className={css.facts}>
        <div>
          <dt>{is.status === 'mitigated' ? 'Mitigated' : 'Burning'}</dt>
          <dd>{since(is.mitigatedAt ?? is.startedAt ?? is.openedAt, now)}</dd>
        </div>
        <div>
          <dt>Who has it</dt>
          <dd className={holder ? '' : 'need'}>{holder ? (name ?? 'Somebody') : 'Nobody yet'}</dd>
        </div>
        {is.nextUpdateDueAt && (
          <div>
            <dt>Next update</dt>
            <dd>{clockTime(is.nextUpdateDueAt)}</dd>
          </div>
        )}
      </dl>
      <Link className="btn primary big" href={`/incidents/INC-${is.number}`}>
        Go to the room
      </Link>
    </li>
  )
}
