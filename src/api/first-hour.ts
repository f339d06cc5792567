/** The steps of the first hour, in no order. */
export const firstHourSteps = ['ring', 'alert', 'invite', 'terminal'] as const
export type FirstHourStep = (typeof firstHourSteps)[number]

/** How a step stands, for the whole installation: what was done says so itself, only a skip is written down. */
export type StepState = { state: 'open' } | { state: 'done' | 'skipped'; by: string; at: string }

/** Whom Fireline tells that it is well, and what they answered last. The address itself is never readable back. */
export interface OutsideHeartbeat {
  host: string
  setBy: string
  triedAt?: string
  answer?: string
  isHeard?: boolean
}

export interface Reachable {
  url: string
  /** A phone that opens a link to it would ask itself. */
  isLoopback: boolean
  /** Addresses of this machine that others in its network may reach, each as Fireline would be named there. */
  elsewhere: string[]
}

/** The alert that came last, and what became of it. */
export interface Arrived {
  title: string
  at: string
  from: string
  incident?: {
    number: number
    title: string
    severity: string
    paged: { name: string; channel: string; state: string }[]
    nobodyToCall?: string
  }
}

/** `GET /api/v1/first-hour`. */
export interface FirstHour {
  steps: Record<FirstHourStep, StepState>
  /** The channels that this server can use. */
  channels: string[]
  address: Reachable
  arrived: Arrived | null
  heartbeat: OutsideHeartbeat | null
  /** The first key, for admins, while nothing has come with it. */
  key: { name: string; url: string } | null
}
