import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { curlLine } from '../../steps/intake/first-alert.ts'
import { type Failed, read, write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { ServiceField } from '../overview/service-field.tsx'
import { Copyable } from '../parts/copyable.tsx'
import css from './first-run.module.css'
import { Trouble } from './trouble.tsx'

interface Integration {
  id: string
  name: string
  kind: string
  service: string
  url?: string
}

const path = '/api/v1/integrations'

/** What may send alerts, and a key of its own for one more. */
export function Senders() {
  const { data, error } = useQuery({
    queryKey: ['integrations'],
    queryFn: () => read<{ integrations: Integration[] }>(path),
  })
  const [made, setMade] = useState<Integration>()
  const shown = [...(made ? [made] : []), ...(data?.integrations ?? []).filter(one => one.id !== made?.id)]
  return (
    <div className={css.senders}>
      <ul aria-label="What is connected">
        {shown.map(one => (
          <Connected key={one.id} integration={one} />
        ))}
      </ul>
      <Trouble error={(error as Failed | null) ?? undefined} />
      <Connect onMade={setMade} />
    </div>
  )
}

function Connected({ integration: { name, kind, service, url } }: { integration: Integration }) {
  return (
    <li className="stack">
      <div className="row wrap">
        <b>{name}</b>
        <span className="tag">{kind}</span>
        <span className="note">alerts go to {service}</span>
      </div>
      {url && <Copyable text={url} says="Copy address" />}
      {url && <Copyable text={curlLine(url)} says="Copy line" />}
    </li>
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
  if (me?.role !== 'admin') return <p className="small soft">An admin makes keys for more senders.</p>

  async function connect(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const body = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    try {
      const answer = await write<{ id: string; url: string }>(path, body)
      onMade({ name: body['name'] ?? '', kind: body['kind'] ?? '', service: body['service'] ?? '', ...answer })
      setError(undefined)
      await queries.invalidateQueries({ queryKey: ['integrations'] })
    } catch (no) {
      setError(no as Failed)
    }
  }

  return (
    <form className="stack" onSubmit={event => void connect(event)}>
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
      <Trouble error={error} />
      <button className="btn primary">Make its key</button>
    </form>
  )
}
