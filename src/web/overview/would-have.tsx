import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { count } from '../../incident/sentence.ts'
import { type Failed, put, read } from '../desk/client.ts'
import { dayAndTime } from '../desk/clock.ts'
import { useMe } from '../desk/use-me.ts'
import css from './service.module.css'
import type { ServiceShown } from './use-service.ts'

interface WouldHave {
  incidents: number
  pages: number
  opened: { title: string; severity: string; openedAt: string; pages: number; alerts: number }[]
}

const mostShown = 15

/** What a service that is only watched would have opened and paged this week, and the way to switch it live. */
export function WouldHaveDone({ service, now }: { service: ServiceShown; now: Date }) {
  const me = useMe()
  const { data } = useQuery({
    queryKey: ['services', service.slug, 'would-have'],
    queryFn: () => read<WouldHave>(`/api/v1/services/${encodeURIComponent(service.slug)}/would-have?days=7`),
    staleTime: 60_000,
  })
  return (
    <section className={css.section} aria-labelledby="h-would">
      <h2 id="h-would">Had it been live</h2>
      {data && (
        <p>
          In the last seven days it would have opened {count(data.incidents, 'incident')} and paged{' '}
          {count(data.pages, 'time')}.
        </p>
      )}
      {data && data.opened.length > 0 && (
        <ul className={css.lines}>
          {data.opened.slice(0, mostShown).map(one => (
            <li key={`${one.openedAt}${one.title}`}>
              <span className="tag">{one.severity}</span>
              <span className={css.grow}>
                {one.title}
                <span className="note">
                  {' '}
                  {dayAndTime(one.openedAt, now)}, {count(one.alerts, 'alert')}, {count(one.pages, 'page')}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {me?.role === 'admin' && <SwitchLive service={service} />}
    </section>
  )
}

function SwitchLive({ service }: { service: ServiceShown }) {
  const queries = useQueryClient()
  const [error, setError] = useState<Failed>()
  const { slug, name, team, policy, owner, environment, twin, dependsOn, stakeholders } = service
  const body = { name, team, policy, owner, environment, twin, dependsOn, stakeholders, mode: 'live' }

  async function live() {
    try {
      await put(`/api/v1/services/${encodeURIComponent(slug)}`, body)
      await queries.invalidateQueries({ queryKey: ['services'] })
    } catch (no) {
      setError(no as Failed)
    }
  }

  return (
    <>
      {error && (
        <p className="need small" role="alert">
          {error.message}
        </p>
      )}
      <button type="button" className="btn primary big" onClick={() => void live()}>
        Switch live
      </button>
      <p className="note">From then on it pages who is on call. What fires now, comes in at once.</p>
    </>
  )
}
