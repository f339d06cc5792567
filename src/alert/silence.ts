import type { AlertSeverity, Label } from './alert.ts'
import { type Matcher, matching } from './matcher.ts'
import type { Problem } from './report.ts'

/** Alerts that it covers are kept and listed, and open nothing while it lasts. It ends by itself. Times are RFC 3339 UTC. */
export interface Silence {
  id: string
  /** A maintenance window is a silence for work that was planned. */
  kind: 'silence' | 'maintenance'
  /** All must hold. */
  matchers: Matcher[]
  /** Then it covers the alerts of this service alone. */
  service?: string
  /** Then it covers the alerts of this integration alone. */
  integration?: string
  /** What is critical pages all the same. */
  spares?: 'critical'
  /** The planned work that it belongs to. */
  plannedWork?: string
  reason: string
  startsAt: string
  endsAt: string
  /** A name, as it was then. */
  createdBy: string
  createdAt: string
}

export type SilenceState = 'pending' | 'active' | 'expired'

/** What a silence looks at. */
export interface Covered {
  labels: Label
  service: string
  integration: string
  severity: AlertSeverity
}

/** A silence that is ready to be asked about many alerts. */
export interface ReadySilence extends Silence {
  covers(alert: Covered): boolean
}

export function stateOf({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>, now: string): SilenceState {
  if (now >= endsAt) return 'expired'
  return now < startsAt ? 'pending' : 'active'
}

export function readySilence(silence: Silence): ReadySilence {
  const { service, integration, spares } = silence
  const holds = matching(silence.matchers)
  return {
    ...silence,
    covers: alert =>
      (service === undefined || service === alert.service) &&
      (integration === undefined || integration === alert.integration) &&
      alert.severity !== spares &&
      holds(alert.labels),
  }
}

/** Every silence that covers the alert now, in the order given. */
export function silencedBy(alert: Covered, silences: readonly ReadySilence[], now: string): ReadySilence[] {
  return silences.filter(silence => stateOf(silence, now) === 'active' && silence.covers(alert))
}

/** The silence until whose end all of these are covered; undefined when one of them is not, or there is none. */
export function silencingAll(
  alerts: readonly Covered[],
  silences: readonly ReadySilence[],
  now: string,
): ReadySilence | undefined {
  const longest = alerts.map(alert => silencedBy(alert, silences, now).sort(byEnd).at(-1))
  return longest.every(one => one !== undefined) ? longest.sort(byEnd)[0] : undefined
}

const byEnd = (one: Silence, other: Silence): number => Date.parse(one.endsAt) - Date.parse(other.endsAt)

/** A silence must name something: what an alert without any label fits too would cover everything. */
export const coversEverything = (matchers: readonly Matcher[]): boolean => matching(matchers)({})

/** What is wrong with when it begins and ends: it must end, in the future, and soon enough. */
export function wrongWindow(
  { startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>,
  now: string,
  most: { ms: number; said: string },
): Problem | undefined {
  if (endsAt <= now) return { path: 'endsAt', message: 'This has passed already.' }
  if (endsAt <= startsAt) return { path: 'endsAt', message: 'It cannot end before it starts.' }
  if (Date.parse(endsAt) - Date.parse(startsAt) > most.ms)
    return { path: 'endsAt', message: `A silence ends by itself, after at most ${most.said}.` }
  return undefined
}
