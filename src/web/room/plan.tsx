import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Change } from '../../incident/incident.ts'
import type { Plan as Planned } from '../../steps/change/plan.ts'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import css from './offers.module.css'
import { isBefore } from './proof-offers.tsx'

/** Exactly what will run, where, and what protects it, before it does; read anew each time it is opened. */
export function Plan({ change }: { change: Change }) {
  const { is } = useRoom()
  const [isOpen, setIsOpen] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['plan', is.id, change.id, is.seq],
    queryFn: () => read<Planned>(`/api/v1/incidents/${is.id}/changes/${change.id}/plan`),
    enabled: isOpen,
    placeholderData: before => before,
  })
  if (!isBefore(change) || is.status === 'resolved') return null
  return (
    <details className={css.plan} onToggle={event => setIsOpen(event.currentTarget.open)}>
      <summary>What would run</summary>
      {error && <p className="note">This cannot be looked at now. Nothing was run.</p>}
      {data && <Shown plan={data} />}
    </details>
  )
}

function Shown({ plan }: { plan: Planned }) {
  const { commands, how, host, title, protects, unprotected, refused, says, undo } = plan
  const where = how === 'in-terminal' ? `In your terminal ${title ?? ''} on ${host ?? 'its host'}` : placeOf[how]
  return (
    <>
      {commands.length > 0 && <p>{where}:</p>}
      <ol>
        {commands.map((command, n) => (
          <li key={n}>
            <code>{command}</code>
          </li>
        ))}
      </ol>
      <p className="note">{says.join(' ')}</p>
      {undo !== undefined && (
        <p>
          Way back: <code>{undo}</code>
        </p>
      )}
      {protects.map(({ touches, by }) => (
        <p key={by}>
          <code>{touches.join(', ')}</code>: {by}
        </p>
      ))}
      {unprotected.length > 0 && (
        <p>
          Not protected: <code>{unprotected.join(', ')}</code>
        </p>
      )}
      {refused && <p className="need">It would not go ahead now. {refused.says}</p>}
    </>
  )
}

const placeOf = { 'by-hand': 'By hand', 'by-agent': 'On the host of Fireline' } as const
