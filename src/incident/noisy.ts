import { hourIn } from './hour-in.ts'
import type { Incident } from './incident.ts'
import type { Useful } from './judgement.ts'

/** One signature, and how much noise it made in some days. */
export interface Noisy {
  signature: string
  service: string
  /** The alert's own name where it has one, else its title. */
  name: string
  incidents: number
  /** Alerts of this signature that were heard, each once. */
  alerts: number
  /** Calls to people, but for those that were told together with others. */
  pages: number
  /** Of these, those between 22 and 7 o'clock where the people of its policy live. */
  atNight: number
  judged: Record<Useful, number>
  /** From 0 to 1, of those who said something; absent when nobody did. */
  usefulShare?: number
  /** What to do about it: forms that are filled in this far. */
  next: { label: string; path: string }[]
}

/** Alerts heard in those days by signature, also of those that opened nothing. */
export interface HeardOf {
  signature: string
  service: string
  name: string
  alerts: number
}

interface Looking {
  heard: readonly HeardOf[]
  since: string
  zoneOf(service: string): string
}

/** The noisiest first: who pages most that was not found useful, then who fires most. */
export function noisiest(incidents: readonly Incident[], looking: Looking, most = 10): Noisy[] {
  const found = new Map<string, Noisy>()
  for (const one of looking.heard) found.set(one.signature, nothingYet(one))
  for (const is of incidents) count(found, is, looking)
  return [...found.values()]
    .map(withShare)
    .sort((a, b) => unwanted(b) - unwanted(a) || b.incidents - a.incidents || b.alerts - a.alerts)
    .slice(0, most)
}

function count(found: Map<string, Noisy>, is: Incident, { since, zoneOf }: Looking): void {
  if (is.signature === undefined || is.drill) return
  const name = is.alerts[0]?.labels['alertname'] ?? is.title
  const noisy = found.get(is.signature) ?? nothingYet({ signature: is.signature, service: is.service, name, alerts: 0 })
  found.set(is.signature, noisy)
  if (is.openedAt >= since) noisy.incidents += 1
  const rang = is.calls.filter(call => call.at >= since && !call.together && call.state !== 'failed')
  noisy.pages += rang.length
  noisy.atNight += rang.filter(call => isNight(call.at, zoneOf(is.service))).length
  for (const { useful } of is.judgements ?? []) noisy.judged[useful] += 1
}

const nothingYet = ({ signature, service, name, alerts }: HeardOf): Noisy => ({
  signature,
  service,
  name,
  incidents: 0,
  alerts,
  pages: 0,
  atNight: 0,
  judged: { yes: 0, noise: 0, lower: 0 },
  next: waysOn(service, name),
})

function withShare(noisy: Noisy): Noisy {
  const { yes, noise, lower } = noisy.judged
  const all = yes + noise + lower
  return all === 0 ? noisy : { ...noisy, usefulShare: Math.round((yes / all) * 100) / 100 }
}

const unwanted = ({ pages, usefulShare = 0 }: Noisy): number => pages * (1 - usefulShare)

export function isNight(at: string, zone: string): boolean {
  const hour = hourIn(at, zone)
  return hour >= 22 || hour < 7
}

/** The forms behind the buttons, with what is known of it. */
function waysOn(service: string, name: string): Noisy['next'] {
  const about = new URLSearchParams({ service, alertname: name }).toString()
  return [
    { label: 'Silence it', path: `/settings/silences?${about}` },
    { label: 'Raise its threshold', path: `/settings/alert-rules?${about}&change=threshold` },
    { label: 'Only list it', path: `/settings/alert-rules?${about}&change=list` },
  ]
}
