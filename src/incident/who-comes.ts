import { overWords } from '../roster/contact-name.ts'
import type { Call, Incident } from './incident.ts'

/** Somebody who is here, or was called and may come. */
export interface Comer {
  person: string
  state: 'here' | 'watches' | 'cannot' | 'has seen it' | 'reached' | 'being called' | 'called later' | 'not reached'
  at: string
  /** By which channel they were called. */
  channel?: string
}

/** Who is here, then who was called, in the order in which they can be hoped for. */
export function whoComes(is: Incident): Comer[] {
  const here = is.people
    .filter(one => !one.leftAt)
    .map(({ person, as, joinedAt }): Comer => ({ person, state: as === 'observer' ? 'watches' : 'here', at: joinedAt }))
  const isHere = new Set(here.map(one => one.person))
  const called = [...new Set(is.calls.filter(call => !call.moot).map(call => call.person))]
    .filter(person => !isHere.has(person))
    .map(person => comer(is, person))
  return [...here, ...called].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

const order: Comer['state'][] = [
  'here',
  'has seen it',
  'reached',
  'being called',
  'called later',
  'watches',
  'not reached',
  'cannot',
]

const states: [Call['state'], Comer['state']][] = [
  ['tapped', 'has seen it'],
  ['shown', 'has seen it'],
  ['handed over', 'reached'],
  ['owed', 'being called'],
  ['failed', 'not reached'],
]

/** Of several calls to one person the one that got furthest counts. */
function comer(is: Incident, person: string): Comer {
  const calls = is.calls.filter(call => call.person === person && !call.moot)
  const furthest = states.flatMap(([was, state]) => {
    const call = calls.findLast(one => one.state === was)
    if (!call) return []
    const isLater = was === 'owed' && call.dueAt !== undefined
    return [{ person, state: isLater ? 'called later' : state, at: call.dueAt ?? call.at, channel: overWords(call) }]
  })
  const [best = { person, state: 'being called' as const, at: is.at }] = furthest
  return is.cannot.includes(person) ? { ...best, state: 'cannot' } : best
}

/** "called by mail at 03:04, no answer yet", for whoever says the name and the clock. */
export function comingWords(
  { person, state, at, channel }: Comer,
  is: Incident,
  clock: (at: string) => string,
): string {
  const by = channel ? ` by ${channel}` : ''
  const seats = `${person === is.lead ? ', leads' : ''}${person === is.operator ? ', has the keyboard' : ''}`
  const words: Record<Comer['state'], string> = {
    here: `here since ${clock(at)}${seats}`,
    watches: `watches since ${clock(at)}`,
    'has seen it': `called${by} at ${clock(at)}, has seen it`,
    reached: `called${by} at ${clock(at)}, no answer yet`,
    'being called': `is being called${by}`,
    'called later': `is called${by} at ${clock(at)}`,
    'not reached': `could not be reached${by}`,
    cannot: 'cannot take it',
  }
  return words[state]
}
