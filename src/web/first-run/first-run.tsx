import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { type Failed, read, write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import css from '../overview/home.module.css'
import { ServiceField } from '../overview/service-field.tsx'
import { Shell } from '../overview/shell.tsx'
import { Copyable } from '../parts/copyable.tsx'

interface Integration {
  id: string
  name: string
  kind: string
  service: string
  key?: string
  url?: string
}

const path = '/api/v1/integrations'

/** Where to send alerts: what is connected, a new key, and the one line that tries it. */
export default function FirstRunPage() {
  const { data, error } = useQuery({
    queryKey: ['integrations'],
    queryFn: () => read<{ integrations: Integration[] }>(path),
  })
  const [made, setMade] = useState<Integration>()
  const shown = [...(made ? [made] : []), ...(data?.integrations ?? []).filter(one => one.id !== made?.id)]
  return (
    <Shell>
      <main className="page">
        <h1>Where alerts come from</h1>
        <p className={css.lead}>
          Prometheus, Alertmanager, Grafana, anything that speaks to PagerDuty, or one line of curl. What arrives shows
          up on the <Link href="/">first page</Link> within a second.
        </p>
        <div className={css.columns}>
          <section className={css.list} aria-label="What is connected">
            {error && <p className="empty pane">{error.message}</p>}
            {shown.map(one => (
              <Connected key={one.id} integration={one} />
            ))}
            {data && shown.length === 0 && <p className="empty pane">Nothing is connected yet.</p>}
          </section>
          <Connect onMade={setMade} />
        </div>
      </main>
    </Shell>
  )
}

function Connected({ integration }: { integration: Integration }) {
  const url = integration.url ?? (integration.key && `${location.origin}/intake/${integration.key}`)
  return (
    <div className={css.key}>
      <div className="row">
        <b>{integration.name}</b>
        <span className="tag">{integration.kind}</span>
        <span className="note push">alerts go to {integration.service}</span>
      </div>
      {!url && <p className="note">Its address was shown once, when it was made. Lost: make another key.</p>}
      {url && <Copyable text={url} says="Copy address" />}
      {url && (
        <Copyable
          text={`curl -X POST ${url} -H 'content-type: application/json' -d '{"title":"It works","severity":"warning"}'`}
          says="Copy line"
        />
      )}
    </div>
  )
}

const kinds = [
  ['webhook', 'Webhook: recognises Alertmanager, Grafana, PagerDuty and plain JSON'],
  ['prometheus', 'Prometheus, straight from its rules'],
  ['alertmanager', 'Alertmanager'],
  ['pagerduty', 'PagerDuty events'],
  ['grafana', 'Grafana'],
] as const

function Connect({ onMade }: { onMade(made: Integration): void }) {
  const me = useMe()
  const queries = useQueryClient()
  const [error, setError] = useState<Failed>()
  if (me?.role !== 'admin') return <p className="pane small soft">An admin makes keys for more senders.</p>

  async function connect(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const body = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    try {
      const answer = await write<{ id: string; key: string; url: string }>(path, body)
      onMade({ name: body['name'] ?? '', kind: body['kind'] ?? '', service: body['service'] ?? '', ...answer })
      setError(undefined)
      await queries.invalidateQueries({ queryKey: ['integrations'] })
    } catch (no) {
      setError(no as Failed)
    }
  }

  return (
    <form className="pane stack" onSubmit={event => void connect(event)}>
      <h2>Connect a sender</h2>
      <label className="field">
        <span>Name</span>
        <input name="name" required defaultValue="Monitoring" autoComplete="off" />
      </label>
      <label className="field">
        <span>Kind</span>
        <select name="kind">
          {kinds.map(([kind, says]) => (
            <option key={kind} value={kind}>
              {says}
            </option>
          ))}
        </select>
      </label>
      <ServiceField label="Service its alerts are about" />
      {error && (
        <p className="need small" role="alert">
          {error.message}
        </p>
      )}
      <button className="btn primary">Make its key</button>
    </form>
  )
}
