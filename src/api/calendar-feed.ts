import type { FeedState } from '../roster/calendar-feed.ts'

/** A calendar that is read from its address, as it is shown: where it is, never by which address. */
export interface ShownFeed extends FeedState {
  id: string
  source: string
  host: string
  zone: string
  state: 'waiting' | 'read' | 'failing'
}
