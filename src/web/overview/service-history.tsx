import { Link } from 'wouter'
import { dayAndTime, howLong, since } from '../desk/clock.ts'
import { IncidentRows } from './incident-rows.tsx'
import { lastDays } from './last-days.ts'
import list from './list.module.css'
import { safeLink } from './safe-link.ts'
import css from './service.module.css'
import { useChangesOn, useFiringOn, usePastOn } from './use-service.ts'

interface OfService {
  slug: string
  now: Date
}

const mostAlerts = 50

/** What its senders say now, each with its own link and its incident. */
export function Firing({ slug, now }: OfService) {
  const { data } = useFiringOn(slug)
  if (!data) return null
  return (
    <section className={css.section} aria-labelledby="h-firing">
      <h2 id="h-firing">
        Firing alerts <span className="note">{data.alerts.length > 0 && data.alerts.length}</span>
      </h2>
      {data.alerts.length === 0 && <p className="empty">None fires.</p>}
      {data.alerts.length > 0 && (
        <ul className={css.lines}>
          {data.alerts.slice(0, mostAlerts).map(alert => (
            <li key={alert.id}>
              <span className="tag">{alert.severity}</span>
              <span className={css.grow}>
                {alert.title}
                <span className="note"> for {since(alert.startedAt, now)}</span>
              </span>
              {alert.incident && <Link href={`/incidents/${alert.incident}`}>Its room</Link>}
              <Link href={`/settings/silences?${silenceOf(slug, alert)}`}>Silence it</Link>
              <Outside link={alert.link} says="At its sender" />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const silenceOf = (service: string, { labels, title }: { labels: Record<string, string>; title: string }): string =>
  new URLSearchParams({ service, alertname: labels['alertname'] ?? title }).toString()

/** A link that somebody else wrote: only to a web page, and told apart. */
function Outside({ link, says }: { link?: string; says: string }) {
  const href = safeLink(link)
  if (!href) return null
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {says}
    </a>
  )
}

const shownPast = 10

export function Past({ slug, now }: OfService) {
  const { data } = usePastOn(slug)
  if (!data) return null
  const { medianMs } = lastDays(data.incidents)
  return (
    <section className={css.section} aria-labelledby="h-past">
      <h2 id="h-past">
        Past incidents{' '}
        <span className="note">
          {data.found > 0 && data.found}
          {medianMs !== undefined && `, median until users were well ${howLong(medianMs)}`}
        </span>
      </h2>
      {data.incidents.length === 0 && <p className="empty">None yet.</p>}
      {data.incidents.length > 0 && <IncidentRows lines={data.incidents.slice(0, shownPast)} now={now} />}
      {data.found > shownPast && (
        <Link className={`btn quiet ${list.more}`} href={`/incidents?service=${encodeURIComponent(slug)}`}>
          All {data.found}
        </Link>
      )}
    </section>
  )
}

const shownChanges = 20

/** Deploys, migrations, flags of the last 14 days. */
export function Changes({ slug, now }: OfService) {
  const { data } = useChangesOn(slug)
  if (!data) return null
  return (
    <section className={css.section} aria-labelledby="h-changes">
      <h2 id="h-changes">
        Changed lately <span className="note">the last 14 days</span>
      </h2>
      {data.changes.length === 0 && <p className="empty">Nobody told of a change.</p>}
      {data.changes.length > 0 && (
        <ul className={css.lines}>
          {data.changes.slice(0, shownChanges).map(change => (
            <li key={change.id}>
              <span className={css.grow}>
                {change.summary}
                <span className="note">
                  {' '}
                  {change.author && `${change.author}, `}
                  {dayAndTime(change.at, now)}
                </span>
              </span>
              <Outside link={change.link} says="Look at it" />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
