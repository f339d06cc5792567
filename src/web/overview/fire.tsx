import { Link } from 'wouter'
import type { Incident } from '../../incident/incident.ts'
import { needsSomebody } from '../../incident/needs-somebody.ts'
import type { Looker } from '../../incident/next.ts'
import { nextStep } from '../../incident/next-step.ts'
import { trafficNow } from '../../incident/traffic-words.ts'
import { clockTime, since } from '../desk/clock.ts'
import css from './home.module.css'

/** One open incident: how bad, what, since when, who has it, who leads, and what is next for who looks. */
export function Fire({ is, me, now }: { is: Incident; me: Looker; now: Date }) {
  const at = now.toISOString()
  const needs = needsSomebody(is, at)
  const nameOf = (person: string) =>
    person === me.id ? 'You' : (is.people.find(one => one.person === person)?.name ?? 'Somebody')
  const traffic = trafficNow(is, clockTime)
  const isLate = is.nextUpdateDueAt !== undefined && is.nextUpdateDueAt <= at
  return (
    <li className={css.fire} data-needs={needs}>
      <div className={css.what}>
        <p className="row top">
          <span className="tag">{is.severity}</span>
          <b className={css.name}>{is.title}</b>
          <span className="note nowrap">INC-{is.number}</span>
        </p>
        <p className={`small soft ${css.next}`}>{nextStep(is, me, at).says}</p>
      </div>
      <dl className={css.facts}>
        <Fact says={is.status === 'mitigated' ? 'Mitigated' : 'Burning'}>
          {since(is.mitigatedAt ?? is.startedAt ?? is.openedAt, now)}
        </Fact>
        <Fact says="Who has it" isNeeded={needs && !is.acknowledgedBy}>
          {is.acknowledgedBy ? nameOf(is.acknowledgedBy) : 'Nobody yet'}
        </Fact>
        {is.acknowledgedBy && is.lead !== is.acknowledgedBy && (
          <Fact says="Lead" isNeeded={needs && !is.lead}>
            {is.lead ? nameOf(is.lead) : 'Nobody'}
          </Fact>
        )}
        {traffic && <Fact says="Traffic">{traffic}</Fact>}
        {is.nextUpdateDueAt && (
          <Fact says={isLate ? 'Update was due' : 'Next update'} isNeeded={isLate}>
            {clockTime(is.nextUpdateDueAt)}
          </Fact>
        )}
      </dl>
      <Link className="btn primary big" href={`/incidents/INC-${is.number}`}>
        Go to the room
      </Link>
    </li>
  )
}

function Fact({ says, isNeeded = false, children }: { says: string; isNeeded?: boolean; children: string }) {
  return (
    <div>
      <dt>{says}</dt>
      <dd className={isNeeded ? 'need' : ''}>{children}</dd>
    </div>
  )
}
