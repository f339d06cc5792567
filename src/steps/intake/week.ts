import type { Alert, AlertSeverity } from '../../alert/alert.ts'
import type { Report } from '../../alert/report.ts'
import type { Severity } from '../../incident/severity.ts'
import type { Changes } from './flapping.ts'
import type { Place, Sender, Standing } from './place-alert.ts'
import type { HeldResolve, KnownAlert } from './receive.ts'

/** One report as it was accepted. */
export interface HeardReport {
  at: string
  sender: Sender
  report: Report
}

/** What became of one firing of an alert: it opened an incident, joined one, or was kept out. */
export interface Fire {
  at: string
  title: string
  service: string
  severity: AlertSeverity
  integration: string
  how: 'pages' | 'opens' | 'joins' | 'kept out'
  /** The incident's own title, or why it was kept out. */
  says: string
  rule?: string
  incident?: number
}

/** An incident as it would have been, had nobody done anything to it: it is over when its alerts are. */
export interface Room {
  number: number
  title: string
  service: string
  severity: Severity
  openedAt: string
  resolvedAt?: string
  /** One when it opens, one more each time it gets worse than what was paged for. */
  pages: number
  alerts: number
}

/** An alert while the week goes by. */
export interface Known extends KnownAlert {
  id: string
  alert: Alert
  sender: Sender
  place: Place
  fire: Fire
  room?: OpenRoom
  keptAt?: string
  until?: string
  changes: Changes
}

export interface OpenRoom extends Room {
  groupKey: string
  signatures: Set<string>
  firing: Set<string>
  lastAlertAt: string
  paged?: Severity
}

/** Some days gone through once more under what stands: every alert, in order, by the decisions that apply alerts. */
export interface Week {
  standing: Standing
  known: Map<string, Known>
  held: Map<string, HeldResolve>
  /** Group -> the incident that is open for it. */
  open: Map<string, OpenRoom>
  rooms: Room[]
  /** Firing -> what became of it. */
  fires: Map<string, Fire>
  /** Kept out, and may come in by themselves. */
  waiting: Set<Known>
  /** Ended while they flapped: their incident stays until they were steady. */
  flapping: Set<Known>
  /** Key of an inhibition -> the alerts that mute under it, and whether each is a target itself. */
  muting: Map<string, Map<string, boolean>>
  /** Something ended that kept others out. */
  isToLookAgain: boolean
}

/** With more alerts, or more firings of them, it is enough: what was gone through until then is answered. */
const mostAlerts = 50_000
const mostFires = 200_000

export const beginWeek = (standing: Standing): Week => ({
  standing,
  known: new Map(),
  held: new Map(),
  open: new Map(),
  rooms: [],
  fires: new Map(),
  waiting: new Set(),
  flapping: new Set(),
  muting: new Map(),
  isToLookAgain: false,
})

export const isFull = ({ known, fires }: Week): boolean => known.size >= mostAlerts || fires.size >= mostFires

/** How loud it was. `suppressed`: firings that opened nothing and joined nothing. */
export interface Loudness {
  incidents: number
  pages: number
  suppressed: number
}

export const loudness = ({ rooms, fires }: Week): Loudness => ({
  incidents: rooms.length,
  pages: rooms.reduce((sum, room) => sum + room.pages, 0),
  suppressed: [...fires.values()].filter(fire => fire.how === 'kept out').length,
})
