import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { clockTime } from '../desk/clock.ts'
import { useRoom } from '../desk/room-context.ts'

interface Told {
  count: number
  reports: { id: string; at: string; says: string; source: string; name?: string; contact?: string }[]
}

/** Whom to ask back: those of the people outside who said who they are. They stand here and on no timeline. */
export function Reporters() {
  const { is } = useRoom()
  const path = `/api/v1/incidents/${is.id}/reports`
  const { data } = useQuery({ queryKey: [path], queryFn: () => read<Told>(path) })
  const known = data?.reports.filter(one => one.name || one.contact)
  return (
    <section aria-labelledby="h-reporters">
      <h3 id="h-reporters">Whom to ask back</h3>
      {known?.length === 0 && <p className="note">Nobody of them said who they are.</p>}
      <ul className="stack">
        {known?.map(one => (
          <li key={one.id} className="small">
            <b>{[one.name, one.contact].filter(Boolean).join(', ')}</b>{' '}
            <span className="note">
              {clockTime(one.at)}, {one.source}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
