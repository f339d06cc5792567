import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'
import css from './call-link.module.css'

/** Where people talk to one another about it, if its team has said where; on a phone the bar has no room for it. */
export default function CallLink({ where }: { where: 'bar' | 'people' }) {
  const { is } = useRoom()
  const { data } = useQuery({
    queryKey: ['call-link', is.id, is.team],
    queryFn: () => read<{ url: string | null }>(`/api/v1/incidents/${is.id}/call-link`),
    staleTime: 60_000,
  })
  if (!data?.url) return null
  return (
    <a
      className={`btn ${css[where]}`}
      href={data.url}
      target="_blank"
      rel="noreferrer noopener"
      aria-label="Join the call"
    >
      <Icon name="call" /> Call
    </a>
  )
}
