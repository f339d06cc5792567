import type { Tick } from '../steps/notify/ready.ts'

/** A service's line of ticks, as `GET /api/v1/readiness/services` answers it. */
export interface ServiceReady {
  service: string
  name: string
  isReady: boolean
  ticks: Tick[]
}

/** What `GET /api/v1/promise` says of one node. */
export interface NodeReady {
  id: string
  name: string
  version: string
  address: string
  startedAt: string
  seenAt: string
  is: 'up' | 'vanished'
}
