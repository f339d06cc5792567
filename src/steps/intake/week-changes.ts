import type { Fire, Week } from './week.ts'

/** One firing that would have gone another way. */
export interface WeekChange {
  title: string
  service: string
  severity: Fire['severity']
  at: string
  before: string
  after: string
  /** It came in before, and nobody would have seen it. */
  isMissed: boolean
}

const mostTold = 200

export interface WeekChanges {
  /** The first of them; critical ones that would be missed come first. */
  changes: WeekChange[]
  changed: number
  missedCriticals: number
}

/** What one way of placing alerts changes against another, firing by firing. */
export function changesBetween(before: Week, after: Week): WeekChanges {
  const changes = [...new Set([...before.fires.keys(), ...after.fires.keys()])].flatMap(key => {
    const [was, is] = [before.fires.get(key), after.fires.get(key)]
    const known = is ?? was
    if (!known || (was?.how === is?.how && was?.rule === is?.rule && was?.service === is?.service)) return []
    const { title, service, severity, at } = known
    const isMissed = was !== undefined && isIn(was) && !(is && isIn(is))
    return [{ title, service, severity, at, before: inWords(was), after: inWords(is), isMissed }]
  })
  return {
    changes: changes.sort((a, b) => rank(a) - rank(b) || (a.at < b.at ? 1 : -1)).slice(0, mostTold),
    changed: changes.length,
    missedCriticals: changes.filter(one => one.isMissed && one.severity === 'critical').length,
  }
}

const isIn = ({ how }: Fire): boolean => how !== 'kept out'

function rank({ isMissed, severity }: WeekChange): number {
  if (isMissed) return severity === 'critical' ? 0 : 1
  return severity === 'critical' ? 2 : 3
}

/** What became of it, for people. */
export function inWords(fire: Fire | undefined): string {
  if (!fire) return 'one firing with the one before it'
  if (fire.how === 'pages') return 'pages'
  if (fire.how === 'opens') return 'opens an incident that pages nobody'
  return fire.how === 'joins' ? `joins “${fire.says}”` : `kept out: ${fire.says}`
}
