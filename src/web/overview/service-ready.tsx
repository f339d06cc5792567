import { useQuery } from '@tanstack/react-query'
import type { ServiceReady } from '../../api/ready.ts'
import { read } from '../desk/client.ts'
import { Icon } from '../parts/icon.tsx'
import css from './home.module.css'

const looks = {
  yes: { icon: 'check', tone: 'proven', word: 'There' },
  partly: { icon: 'half', tone: 'soft', word: 'In part' },
  no: { icon: 'alert', tone: 'need', word: 'Missing' },
} as const

/** What this service has of what a fire will ask for. */
export function ReadyFor({ slug }: { slug: string }) {
  const { data } = useQuery({
    queryKey: ['ready', slug],
    queryFn: () => read<{ services: ServiceReady[] }>(`/api/v1/readiness/services?service=${encodeURIComponent(slug)}`),
    refetchInterval: 60_000,
  })
  const ticks = data?.services[0]?.ticks
  if (!ticks) return null
  return (
    <section className="pane" aria-labelledby="h-ready-for">
      <h2 id="h-ready-for">Ready before the fire</h2>
      <ul className={css.ready}>
        {ticks.map(({ what, is, says, notes = [] }) => (
          <li key={what}>
            <Icon name={looks[is].icon} className={looks[is].tone} />
            <span>
              <b>{what[0]?.toUpperCase() + what.slice(1)}</b>{' '}
              <span className="visually-hidden">({looks[is].word})</span>
              <br />
              {says}
              {notes.map(note => (
                <span key={note} className="note">
                  <br />
                  {note}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
