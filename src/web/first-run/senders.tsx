import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { curlLine } from '../../steps/intake/first-alert.ts'
import { type Failed, read } from '../desk/client.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Connect } from './connect-sender.tsx'
import css from './first-run.module.css'
import { Trouble } from './trouble.tsx'

export interface Integration {
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
