import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { IncidentLine } from '../../incident/line.ts'
import { useMe } from '../desk/use-me.ts'
import { Icon } from '../parts/icon.tsx'
import css from './list.module.css'
import { ServiceForm } from './service-form.tsx'
import { Shell } from './shell.tsx'
import { useMyOnCall } from './use-home.ts'
import { useMoveInList } from './use-move-in-list.ts'
import { type ServiceShown, useBurning, useServices } from './use-service.ts'

/** What we run: who owns it, who would be woken, and whether it burns. */
export default function ServicesPage() {
  const me = useMe()
  const { data, error } = useServices()
  const burning = useBurning().data?.incidents ?? []
  const stands = useMyOnCall().data?.policies ?? []
  const [adding, setAdding] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  useMoveInList(list)
  useEffect(() => {
    document.title = 'Services · Fireline'
  }, [])
  const onCall = (slug: string) =>
    stands.find(one => one.services.some(service => service.slug === slug))?.now.map(one => one.name)
  return (
    <Shell>
      <main className="page">
        <div className="sec-head wrap">
          <h1>Services</h1>
          {me?.role === 'admin' && (
            <button type="button" className="btn push" onClick={() => setAdding(true)}>
              <Icon name="plus" /> Add a service
            </button>
          )}
        </div>
        {error && <p className="banner is-need">{error.message}</p>}
        {!data && !error && <p className="empty">Reading the services.</p>}
        <ul className={css.rows} ref={list}>
          {data?.services.map(one => (
            <ServiceRow
              key={one.slug}
              service={one}
              burning={burning.filter(line => line.service === one.slug)}
              onCall={onCall(one.slug)}
            />
          ))}
        </ul>
        {adding && <ServiceForm onClose={() => setAdding(false)} />}
      </main>
    </Shell>
  )
}

interface ServiceRowProps {
  service: ServiceShown
  burning: readonly IncidentLine[]
  onCall?: string[]
}

function ServiceRow({ service, burning, onCall }: ServiceRowProps) {
  const { slug, name, owner, environment, mode } = service
  const about = [slug, owner, environment].filter(Boolean).join(' · ')
  return (
    <li>
      <Link href={`/services/${encodeURIComponent(slug)}`} data-item="" className={css.wide}>
        <span className={css.what}>
          <span className="row wrap">
            <b className={css.title}>{name}</b>
            {mode === 'watch-only' && <span className="tag">watched only</span>}
          </span>
          <span className="note">{about}</span>
        </span>
        <span className={css.state}>
          <span className="small">
            {burning.length > 0 ? `Burns: ${burning.map(line => `INC-${line.number}`).join(', ')}` : 'Quiet'}
          </span>
          <span className="note">{mode === 'live' && wakes(onCall)}</span>
        </span>
      </Link>
    </li>
  )
}

function wakes(names: string[] | undefined) {
  if (!names) return ''
  return names.length > 0 ? `${names.join(' and ')} on call` : <span className="need">nobody on call</span>
}
