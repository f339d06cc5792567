import { isNight } from '../../incident/noisy.ts'
import type { Fire, Week } from './week.ts'
import { inWords } from './week-changes.ts'

/** One page of the other pager, and what Fireline would have made of it. */
export interface Matched {
  at: string
  title: string
  service: string
  severity: Fire['severity']
  ours: string
  /** The incident that it would have opened or joined, by its place in those days. */
  incident?: number
  isMissed: boolean
}

export interface ShadowReport {
  theirs: { pages: number; atNight: number }
  ours: { incidents: number; pages: number; atNight: number }
  missedCriticals: number
  /** Missed ones first, criticals before the others; then the newest. */
  matched: Matched[]
}

interface Looking {
  isTheirs(fire: Fire): boolean
  zoneOf(service: string): string
}

const mostTold = 200

/**
 * "They woke you 41 times, this would have 9 times": each new firing of a sender in shadow is one page of the other pager, which
 * gets the same and rings at each. A pager that groups or holds back by itself rings less often.
 */
export function shadowReport(week: Week, { isTheirs, zoneOf }: Looking): ShadowReport {
  const theirs = [...week.fires.values()].filter(isTheirs)
  const ours = theirs.filter(fire => fire.how === 'pages')
  const atNight = (fires: Fire[]) => fires.filter(fire => isNight(fire.at, zoneOf(fire.service))).length
  const matched = theirs.map(matching)
  return {
    theirs: { pages: theirs.length, atNight: atNight(theirs) },
    ours: {
      incidents: new Set(theirs.flatMap(fire => fire.incident ?? [])).size,
      pages: ours.length,
      atNight: atNight(ours),
    },
    missedCriticals: matched.filter(one => one.isMissed && one.severity === 'critical').length,
    matched: matched.sort((a, b) => rank(a) - rank(b) || (a.at < b.at ? 1 : -1)).slice(0, mostTold),
  }
}

const matching = (fire: Fire): Matched => ({
  at: fire.at,
  title: fire.title,
  service: fire.service,
  severity: fire.severity,
  ours: inWords(fire),
  ...(fire.incident !== undefined && { incident: fire.incident }),
  isMissed: fire.how === 'kept out',
})

const rank = ({ isMissed, severity }: Matched): number => (isMissed ? (severity === 'critical' ? 0 : 1) : 2)
