import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { SideNote } from '../../api/room-messages.ts'
import { read } from '../desk/client.ts'
import { useRoom } from '../desk/room-context.ts'
import { roomSocket } from '../desk/room-socket.ts'

/** What is said beside the lead: read anew whenever others hear it, words were taken out or the line is back; and each as it comes. */
export function useSideNotes(): { notes: readonly SideNote[]; add(note: SideNote): void } {
  const { is, entries } = useRoom()
  const [came, setCame] = useState<readonly SideNote[]>([])
  const redacted = entries.findLast(entry => entry.type === 'Redacted')?.seq
  const { data, refetch } = useQuery({
    queryKey: ['side-notes', is.id, is.status, is.lead, redacted],
    queryFn: () => read<{ notes: SideNote[] }>(`/api/v1/incidents/${is.id}/side-notes`),
  })
  useEffect(() => {
    const unhear = roomSocket.on(message => {
      if (message.type === 'side' && message.incident === is.id) setCame(known => [...known, ...message.notes])
    })
    const unlink = roomSocket.onLink(link => void (link.is === 'open' && refetch()))
    return () => {
      unhear()
      unlink()
    }
  }, [is.id, refetch])
  const notes = useMemo(() => together(came, data?.notes ?? []), [came, data])
  return { notes, add: note => setCame(known => [...known, note]) }
}

/** What was read takes the place of what came before: its words may be gone by now. */
function together(came: readonly SideNote[], read: readonly SideNote[]): SideNote[] {
  const all = new Map([...came, ...read].map(note => [note.id, note]))
  return [...all.values()].sort((a, b) => (a.at === b.at ? a.id.localeCompare(b.id) : a.at.localeCompare(b.at)))
}
