import { Link } from 'wouter'
import { howLong, since } from '../desk/clock.ts'
import { dayAhead } from './day-ahead.ts'
import css from './service.module.css'
import { useMyOnCall } from './use-home.ts'
import { type ServiceShown, usePagesAbout, useSendersOf } from './use-service.ts'

/** Who would be woken now, and who after them. */
export function OnCallFor({ service, now }: { service: ServiceShown; now: Date }) {
  const stands = useMyOnCall().data?.policies
  const stand = stands?.find(one => one.services.some(other => other.slug === service.slug))
  if (!stand) return null
  const { now: first, after, policy } = stand
  const ends = stand.mine === undefined || stand.mine === 0 ? stand.until : undefined
  return (
    <section className="pane" aria-labelledby="h-reach">
      <h2 id="h-reach">Who is called</h2>
      {first.length > 0 ? (
        <p>
          <b>{first.map(one => one.name).join(' and ')}</b>
          {ends && ` until ${dayAhead(ends, now)}`}
        </p>
      ) : (
        <p className="need">Nobody is on call for it now.</p>
      )}
      {stand.mine === undefined && after.length > 0 && (
        <p className="small soft">
          Then{' '}
          {after
            .map(one => `${one.people.map(({ name }) => name).join(' and ') || 'nobody'} after ${howLong(one.afterMs)}`)
            .join(', ')}
          .
        </p>
      )}
      <p className="small soft">
        By the policy <Link href={`/policies/${encodeURIComponent(policy)}`}>{policy}</Link>.
      </p>
    </section>
  )
}

/** What sends its alerts. */
export function Senders({ slug, now }: { slug: string; now: Date }) {
  const { data } = useSendersOf(slug)
  if (!data) return null
  return (
    <section className="pane" aria-labelledby="h-senders">
      <h2 id="h-senders">What sends its alerts</h2>
      <ul className={css.plain}>
        {data.senders.map(one => (
          <li key={one.id}>
            {one.name ?? one.kind}{' '}
            <span className="note">{one.lastAt ? `${since(one.lastAt, now)} ago` : 'silent so far'}</span>
          </li>
        ))}
      </ul>
      {data.senders.length === 0 && (
        <p className="small soft">
          Nothing sends to it by a key of its own. <Link href="/first-run">Connect a sender</Link>
        </p>
      )}
    </section>
  )
}

const mostPages = 6

/** What the runbook says about it. */
export function Pages({ service }: { service: ServiceShown }) {
  const { data } = usePagesAbout(service)
  if (!data) return null
  return (
    <section className="pane" aria-labelledby="h-pages">
      <h2 id="h-pages">In the runbook</h2>
      <ul className={css.plain}>
        {data.pages.slice(0, mostPages).map(page => (
          <li key={page.id}>
            {page.title} <span className="note">{page.id}</span>
          </li>
        ))}
      </ul>
      {data.pages.length > 0 && (
        <p className="small soft">
          Each is the Markdown file of that name in the repository of your runbook; in a room it opens beside the fire.
        </p>
      )}
      {data.pages.length === 0 && <p className="small soft">No page mentions it yet. The next fire may write one.</p>}
    </section>
  )
}
