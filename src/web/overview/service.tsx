import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { Failed } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { useNow } from '../desk/use-now.ts'
import { IncidentRows } from './incident-rows.tsx'
import css from './service.module.css'
import { About } from './service-about.tsx'
import { ServiceForm } from './service-form.tsx'
import { Changes, Firing, Past } from './service-history.tsx'
import { IfItBroke } from './service-preview.tsx'
import { OnCallFor, Pages, Senders } from './service-reach.tsx'
import { ReadyFor } from './service-ready.tsx'
import { Shell } from './shell.tsx'
import { type ServiceShown, useBurningOn, useService } from './use-service.ts'
import { WouldHaveDone } from './would-have.tsx'

/** One service: who owns it, who is woken, what burns and burnt, what changed. */
export default function ServicePage({ slug }: { slug: string }) {
  const { data, error } = useService(slug)
  useEffect(() => {
    document.title = `${data?.name ?? slug} · Fireline`
  }, [data?.name, slug])
  return (
    <Shell>
      <main className="page">
        {!data && !error && <h1>Reading {slug}</h1>}
        {!data && error && <NotThere slug={slug} error={error} />}
        {data && error && <p className="banner is-need">{error.message}</p>}
        {data && <Known service={data} />}
      </main>
    </Shell>
  )
}

function NotThere({ slug, error }: { slug: string; error: Error }) {
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const isGone = error instanceof Failed && error.status === 404
  return (
    <>
      <h1>{isGone ? `There is no service “${slug}”` : 'This service cannot be read now'}</h1>
      <p className="soft">{isGone ? 'Alerts that name it go to the service “default”.' : error.message}</p>
      <p className="row wrap">
        <Link className="btn" href="/services">
          All services
        </Link>
        {isGone && me?.role === 'admin' && (
          <button type="button" className="btn" onClick={() => setAdding(true)}>
            Make it
          </button>
        )}
      </p>
      {adding && <ServiceForm slug={slug} onClose={() => setAdding(false)} />}
    </>
  )
}

function Known({ service }: { service: ServiceShown }) {
  const me = useMe()
  const now = useNow(20_000)
  const burning = useBurningOn(service.slug).data?.incidents ?? []
  const [changing, setChanging] = useState(false)
  return (
    <>
      <div className="sec-head wrap">
        <h1 className={css.name}>{service.name}</h1>
        <code className="note">{service.slug}</code>
        {me?.role === 'admin' && (
          <button type="button" className="btn push" onClick={() => setChanging(true)}>
            Change it
          </button>
        )}
      </div>
      <p className={css.mode}>
        {service.mode === 'live'
          ? 'Live: an alert of severity error or critical opens an incident and pages who is on call.'
          : 'Watched only: its alerts are listed here. They open nothing and page nobody.'}
      </p>
      {burning.length > 0 && (
        <section className={css.section} aria-labelledby="h-burns">
          <h2 id="h-burns">On fire now</h2>
          <IncidentRows lines={burning} now={now} />
        </section>
      )}
      {service.mode === 'watch-only' && <WouldHaveDone service={service} now={now} />}
      <div className={css.columns}>
        <div>
          <Firing slug={service.slug} now={now} />
          <Past slug={service.slug} now={now} />
          <Changes slug={service.slug} now={now} />
        </div>
        <div>
          <About service={service} />
          <ReadyFor slug={service.slug} />
          <OnCallFor service={service} now={now} />
          <IfItBroke service={service} />
          <Senders slug={service.slug} now={now} />
          <Pages service={service} />
        </div>
      </div>
      {changing && <ServiceForm service={service} slug={service.slug} onClose={() => setChanging(false)} />}
    </>
  )
}
