import { useEffect, useState } from 'react'
import type { View } from '../../api/room-messages.ts'
import type { Incident } from '../../incident/incident.ts'
import type { Looker } from '../../incident/next.ts'
import type { Seen } from './live-timeline.ts'
import { type Link, roomSocket } from './room-socket.ts'
import type { Places } from './use-places.ts'

export interface LeadView {
  /** What the lead looks at, when it is somebody else and they are there. */
  view?: View
  following: boolean
  /** It was followed until this person went somewhere by themselves. */
  ended: boolean
  follow(on: boolean): void
  /** This network lets no socket through. */
  impossible: boolean
}

/** The lead's browser says where it is; everybody else's may go along. */
export function useLeadView({ is, present, shown }: Seen, me: Looker | undefined, places: Places): LeadView {
  const [link, setLink] = useState<Link['is']>('opening')
  const [wish, setWish] = useState<{ on: boolean; moves: number }>()
  useEffect(() => roomSocket.onLink(({ is }) => setLink(is)), [])
  useSaying(is, me, present, places)

  const view = shown && shown.by === is.lead && shown.by !== me?.id ? shown.view : undefined
  const watches = is.people.some(one => one.person === me?.id && one.as === 'observer' && !one.leftAt)
  const wanted = wish?.on ?? watches
  const following = wanted && (wish?.moves ?? 0) === places.moves
  const seen = following ? JSON.stringify(view) : undefined
  const { lookAt } = places
  useEffect(() => {
    if (seen) lookAt(JSON.parse(seen) as View)
  }, [seen, lookAt])

  return {
    view,
    following,
    ended: wanted && !following,
    follow: on => setWish({ on, moves: places.moves }),
    impossible: link === 'none',
  }
}

/** Said shortly after it changed, and again to each who comes; only while somebody else is there to see it. */
function useSaying(is: Incident, me: Looker | undefined, present: Seen['present'], { tab, selection }: Places): void {
  const mine = me?.id
  const leads = is.lead !== undefined && is.lead === mine
  useEffect(() => {
    if (mine === undefined || present.every(one => one.id === mine)) return undefined
    const view = { tab, ...(selection && { selection }) }
    const timer = setTimeout(() => roomSocket.send({ type: 'view', incident: is.id, view }), leads ? 150 : 400)
    return () => clearTimeout(timer)
  }, [is.id, leads, mine, tab, selection, present])
}
