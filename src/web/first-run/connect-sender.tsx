import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Service } from '../../catalog/service.ts'
import { type Failed, put, read, write } from '../desk/client.ts'
import { useMe } from '../desk/use-me.ts'
import { ServiceField } from '../overview/service-field.tsx'
import { given } from '../parts/given.ts'
import type { Integration } from './senders.tsx'
import { Trouble } from './trouble.tsx'

const kinds = [
  ['webhook', 'Webhook: recognises every sender by itself'],
  ['prometheus', 'Prometheus, straight from its rules'],
  ['alertmanager', 'Alertmanager'],
  ['pagerduty', 'PagerDuty events'],
  ['grafana', 'Grafana'],
] as const

/** The proposal where there is a pager already: nobody is woken twice while you compare. */
const pagers = [
  ['live', 'No: page from here'],
  ['shadow', 'Yes, by a pager that gets the same: stay in shadow beside it'],
  ['watch-only', 'Yes: only watch this service until I switch it live'],
] as const

/** A key for one more sender; where something pages already, nothing here pages beside it unasked. */
export function Connect({ onMade }: { onMade(made: Integration): void }) {
  const me = useMe()
  const queries = useQueryClient()
  const [error, setError] = useState<Failed>()
  if (me?.role !== 'admin') return <p className="small soft">An admin makes keys for more senders.</p>

  async function connect(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const value = given(event.currentTarget)
    const [name, kind, service, paged] = [value('name'), value('kind'), value('service'), value('paged')]
    const mode = paged === 'shadow' ? 'shadow' : 'live'
    try {
      if (paged === 'watch-only') await onlyWatch(service)
      const answer = await write<{ id: string; url: string }>('/api/v1/integrations', { name, kind, service, mode })
      onMade({ name, kind, service, ...answer })
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
      <label className="field">
        <span>Is somebody paged for these alerts already?</span>
        <select name="paged">
          {pagers.map(([value, says]) => (
            <option key={value} value={value}>
              {says}
            </option>
          ))}
        </select>
        <small>Switched later by one button, under Settings, Senders, or on the page of the service.</small>
      </label>
      <Trouble error={error} />
      <button className="btn primary">Make its key</button>
    </form>
  )
}

async function onlyWatch(slug: string): Promise<void> {
  const path = `/api/v1/services/${encodeURIComponent(slug)}`
  const { name, team, policy, owner, environment, twin, dependsOn, stakeholders } = await read<Service>(path)
  const body = { name, team, policy, owner, environment, twin, dependsOn, stakeholders, mode: 'watch-only' }
  await put(path, body)
}
