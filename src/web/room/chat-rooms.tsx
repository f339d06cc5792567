import { useQuery } from '@tanstack/react-query'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { Icon } from '../parts/icon.tsx'

interface ChatRoom {
  kind: string
  name?: string
  trouble?: string
  endedAt?: string
}

/** Where else this is told, when a chat is connected; and what is wrong there. */
export default function ChatRooms() {
  const { is } = useRoom()
  const { data } = useQuery({
    queryKey: ['chat-rooms', is.id],
    queryFn: () => read<{ rooms: ChatRoom[] }>(`/api/v1/incidents/${is.id}/chat-rooms`),
    refetchInterval: 60_000,
  })
  return data?.rooms.map(({ kind, name, trouble, endedAt }) => (
    <p key={kind} className={trouble ? 'small need' : 'note row'}>
      {!trouble && <Icon name="people" />} {sayRoom(name, trouble, endedAt)}
    </p>
  ))
}

function sayRoom(name: string | undefined, trouble: string | undefined, endedAt: string | undefined): string {
  if (endedAt) return `Slack is told no more: ${trouble}`
  if (trouble) return `Slack waits, and is told later: ${trouble}`
  return name ? `Told in Slack too: #${name}` : 'Slack gets a channel for it in a moment'
}
