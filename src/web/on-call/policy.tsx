import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { Policy } from '../../roster/spec.ts'
import { Failed, read } from '../desk/client.ts'
import { howLong } from '../desk/clock.ts'
import { useMe } from '../desk/use-me.ts'
import { Shell } from '../overview/shell.tsx'
import { Icon } from '../parts/icon.tsx'
import css from './policy.module.css'
import { PolicyForm } from './policy-form.tsx'
import { saidTogether } from './together.ts'
import { useOnCallNow, type Whom, whoIs } from './use-on-call-now.ts'

/** As it is read: with whom a page may not reach or not wake, as things stand now. */
type Shown = Policy & { warnings?: { path: string; says: string }[] }

/** One escalation policy in words: whom an incident calls, after how long, and who comes last. */
export default function PolicyPage({ slug }: { slug: string }) {
  const { data, error } = useQuery({
    queryKey: ['policies', slug],
    queryFn: () => read<Shown>(`/api/v1/policies/${encodeURIComponent(slug)}`),
  })
  const isNew = error instanceof Failed && error.status === 404
  useEffect(() => {
    document.title = `${slug} · Fireline`
  }, [slug])
  return (
    <Shell>
      <main className="page">
        <p className="small">
          <Link href="/on-call" className={css.back}>
            On call
          </Link>
        </p>
        {!data && !error && <h1>Reading {slug}</h1>}
        {error && !isNew && <p className="banner is-need">{error.message}</p>}
        {isNew && <NotThere slug={slug} />}
        {data && <Known slug={slug} policy={data} />}
      </main>
    </Shell>
  )
}

function NotThere({ slug }: { slug: string }) {
  const me = useMe()
  const empty: Policy = { steps: [{ afterMs: 0, notify: [] }], repeat: 1, repeatAfterMs: 300_000 }
  return (
    <>
      <h1>There is no policy “{slug}” yet</h1>
      {me?.role === 'admin' ? <Editing slug={slug} policy={empty} /> : <p className="soft">An admin makes it.</p>}
    </>
  )
}

function Known({ slug, policy }: { slug: string; policy: Shown }) {
  const me = useMe()
  const [editing, setEditing] = useState(false)
  return (
    <>
      <div className="sec-head wrap">
        <h1>{slug}</h1>
        {me?.role === 'admin' && !editing && (
          <button type="button" className="btn push" onClick={() => setEditing(true)}>
            Change it
          </button>
        )}
      </div>
      <p className="soft">
        Whom an incident calls, until somebody acknowledges. An open incident goes on by what stood here when it opened.
      </p>
      {editing ? (
        <Editing slug={slug} policy={policy} onClose={() => setEditing(false)} />
      ) : (
        <Steps slug={slug} policy={policy} />
      )}
      <Warnings policy={policy} />
    </>
  )
}

/** Whom a page may not reach or not wake. */
function Warnings({ policy }: { policy: Shown }) {
  const names = useOnCallNow().data?.people.map(one => one.name) ?? []
  const said = saidTogether(policy.warnings?.map(one => one.says) ?? [], names)
  return said.map(says => (
    <p key={says} className={css.warning}>
      <Icon name="alert" className="need" /> <span>{says}</span>
    </p>
  ))
}

function Editing({ slug, policy, onClose }: { slug: string; policy: Policy; onClose?: () => void }) {
  const queries = useQueryClient()
  const known = useOnCallNow().data
  if (!known) return <p className="empty">Reading who there is.</p>
  return (
    <PolicyForm
      slug={slug}
      policy={policy}
      known={known}
      onDone={async () => {
        await Promise.all(
          ['policies', 'on-call-week', 'on-call', 'readiness'].map(key =>
            queries.invalidateQueries({ queryKey: [key] }),
          ),
        )
        onClose?.()
      }}
      onBack={onClose}
    />
  )
}

function Steps({ slug, policy }: { slug: string; policy: Policy }) {
  const known = useOnCallNow().data
  const { steps, repeat, repeatAfterMs, fallback } = policy
  const who = (one: Whom) => (known ? whoIs(one, known) : { says: '', isNobody: false })
  const services = known?.services.filter(one => (one.policy ?? 'default') === slug) ?? []
  const last = steps.at(-1)?.afterMs ?? 0
  return (
    <>
      <ol className={css.steps}>
        {steps.map((step, n) => (
          <li key={`${n}${step.afterMs}`}>
            <span className={css.after}>{step.afterMs === 0 ? 'at once' : `after ${howLong(step.afterMs)}`}</span>
            <ul>
              {step.notify.map(one => (
                <Called key={JSON.stringify(one)} {...who(one)} />
              ))}
              {step.notify.length === 0 && <li className="need">nobody</li>}
            </ul>
          </li>
        ))}
        <li>
          <span className={css.after}>then</span>
          <span>
            {repeat > 0
              ? `all of it again, ${repeat === 1 ? 'once' : `${repeat} times`}, ${howLong(repeatAfterMs)} after the last step`
              : 'nothing of it again'}
          </span>
        </li>
        <li>
          <span className={css.after}>and then</span>
          {fallback ? (
            <ul>
              <Called {...who(fallback)} />
              <li className="small soft">
                every {howLong(repeatAfterMs)}, until somebody acknowledges. Never silence.
              </li>
            </ul>
          ) : (
            <span>
              the last step again, every {howLong(repeatAfterMs)}, until somebody acknowledges. Never silence.
            </span>
          )}
        </li>
      </ol>
      <p className={`small soft ${css.used}`}>
        One round takes {howLong(last)}.{' '}
        {services.length > 0 ? (
          <>
            Used by{' '}
            {services.map((one, n) => (
              <span key={one.slug}>
                {n > 0 && ', '}
                <Link href={`/services/${encodeURIComponent(one.slug)}`}>{one.name}</Link>
              </span>
            ))}
            .
          </>
        ) : (
          'No service goes by it.'
        )}
      </p>
    </>
  )
}

function Called({ says, now, isNobody, href }: ReturnType<typeof whoIs>) {
  return (
    <li>
      {href ? <Link href={href}>{says}</Link> : <b>{says}</b>}{' '}
      {now && <span className={isNobody ? 'need small' : 'small soft'}>{now}</span>}
    </li>
  )
}
