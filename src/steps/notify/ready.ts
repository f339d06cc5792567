import { contactInWords } from '../../roster/contact-name.ts'
import { doubtAbout } from './policy-checks.ts'
import { type StandsBy, stoodBy } from './ready-stand-by.ts'
import { reachOf } from './wakes.ts'

/** Somebody whom a service's policy may call. */
export interface Called {
  name: string
  /** Best first, as a page would find them. */
  channels: readonly string[]
  /** When they last answered a page, or a test of one. */
  answeredAt?: string
}

/** What is known of a service before it burns. */
export interface BeforeTheFire {
  owner?: string
  /** Who is called first, now. */
  first: readonly Called[]
  /** Everybody else whom its policy may ever call. */
  others: readonly Called[]
  /** The alerts of the last while, each kind once: how many, and for how many the runbook has a page. */
  alerts: { kinds: number; withPage: number }
  /** What holds its data, and when a copy of each was last proven. */
  data?: readonly HoldsData[]
  /** Where its traffic can go. */
  standBys?: readonly StandsBy[]
  /** The last drill of its twin in the environment `drill`, and the last one in the house at all; neither, where none ever was. */
  drilled?: { own?: Drilled; last: Drilled }
}

/** An incident of a drill that came to its end. */
export interface Drilled {
  service: string
  at: string
}

export interface HoldsData {
  resource: string
  provenAt?: string
  /** How far. */
  level?: string
  /** What it can afford in an incident, where that is less than what was proven. */
  affords?: string
  /** The last proof of each other way to copy it. */
  also?: readonly { driver: string; level: string; provenAt: string }[]
  /** The last try that came to nothing. */
  failedAt?: string
  why?: string
}

/** One thing that a fire will ask for: there, there in part, or not there. `notes` hold for a tick as well. */
export interface Tick {
  what: 'owner' | 'on call' | 'page proven' | 'alerts with a page' | 'proven backup' | 'stand-by' | 'drilled'
  is: 'yes' | 'partly' | 'no'
  says: string
  notes?: string[]
}

const provenDays = 90
const dayMs = 86_400_000

/** One line of ticks for a service. Only what can be shown today is asked for. */
export function readyFor(service: BeforeTheFire, at: string): Tick[] {
  return [
    owned(service),
    onCall(service),
    proven(service, at),
    written(service),
    ...copied(service, at),
    ...stoodBy(service.standBys ?? [], at),
    ...drilled(service, at),
  ]
}

const copiedHours = 36

/** Asked of a service that something is named for. Each is told with its own last proof: "there are backups" says nothing. */
function copied({ data = [] }: BeforeTheFire, at: string): Tick[] {
  if (data.length === 0) return []
  const told = data.map(one => ({ ...one, isFresh: hoursSince(one.provenAt, at) < copiedHours }))
  const fresh = told.filter(({ isFresh }) => isFresh).length
  const is = fresh === told.length ? 'yes' : fresh > 0 ? 'partly' : 'no'
  return [{ what: 'proven backup', is, says: told.map(one => lastProof(one, at)).join(' ') }]
}

const hoursSince = (then: string | undefined, at: string): number =>
  (Date.parse(at) - Date.parse(then ?? '')) / 3_600_000

function lastProof({ resource, provenAt, level, affords, also = [], failedAt, why }: HoldsData, at: string): string {
  const last = provenAt
    ? `${resource}: ${level} ${whenProven(provenAt, at)}.${affords ? ` ${affords}` : ''}`
    : `${resource}: never proven. fireline rehearse ${resource} does it now.`
  const others = also.map(one => ` By ${one.driver} ${one.level} ${whenProven(one.provenAt, at)}.`).join('')
  return failedAt && failedAt > (provenAt ?? '')
    ? `${last}${others} The last try failed: ${why ?? 'nobody knows why'}`
    : `${last}${others}`
}

/** With its date: "there are backups" was said at GitLab, too. */
function whenProven(then: string, at: string): string {
  const hours = hoursSince(then, at)
  const ago =
    hours < 1 ? 'within the hour' : hours < 48 ? `${Math.floor(hours)} h ago` : `${Math.floor(hours / 24)} days ago`
  return `on ${then.slice(0, 16).replace('T', ' ')} UTC, ${ago}`
}

const drilledDays = 90

/** Asked only where there was a drill: who never had one is not told each night that they should. */
function drilled({ drilled: known }: BeforeTheFire, at: string): Tick[] {
  if (!known) return []
  const what = 'drilled' as const
  const { own, last } = known
  const isFresh = (one: Drilled) => daysSince(one.at, at) < drilledDays
  if (own && isFresh(own)) return [{ what, is: 'yes', says: `On ${own.service}, ${daysAgo(daysSince(own.at, at))}.` }]
  const lately = `The last drill was on ${last.service}, ${daysAgo(daysSince(last.at, at))}.`
  return [{ what, is: isFresh(last) ? 'partly' : 'no', says: `${lately} ${own ? notLately : noTwin}` }]
}

const notLately = 'Its own is longer ago than 90 days: fireline drill.'
const noTwin = 'Name its service of the environment drill as the twin, so that a drill counts for it.'
const daysSince = (then: string, at: string): number => (Date.parse(at) - Date.parse(then)) / dayMs

function owned({ owner }: BeforeTheFire): Tick {
  if (owner) return { what: 'owner', is: 'yes', says: owner }
  return { what: 'owner', is: 'no', says: 'No owner is named. Say who on the page of the service.' }
}

/** Ticked once whoever is called first has a channel that can wake them. */
function onCall({ first, others }: BeforeTheFire): Tick {
  const what = 'on call' as const
  if (first.length === 0) return { what, is: 'no', says: 'Nobody is on call for it now.' }
  const asleep = first.flatMap(one => troubleOf(one) ?? [])
  if (asleep.length > 0) return { what, is: 'no', says: asleep.join(' ') }
  const notes = first.flatMap(one => lastOf(one) ?? [])
  const more = notes.length > 0 ? { notes } : {}
  const later = others.flatMap(one => troubleOf(one) ?? [])
  if (later.length > 0) return { what, is: 'partly', says: later.join(' '), ...more }
  return {
    what,
    is: 'yes',
    says: first.map(({ name, channels }) => `${name} by ${contactInWords(channels[0] ?? '')}`).join(', '),
    ...more,
  }
}

const isWoken = ({ channels }: Called): boolean => reachOf(channels).wakes !== 'no'

const doubtOf = ({ name, channels }: Called): string | undefined =>
  doubtAbout({ id: name, name }, { channels: new Map([[name, [...channels]]]) })

const troubleOf = (one: Called): string | undefined => (isWoken(one) ? undefined : doubtOf(one))
const lastOf = (one: Called): string | undefined => (isWoken(one) ? doubtOf(one) : undefined)

/** Answered means tapped: that something was handed over shows nothing about a phone. */
function proven({ first }: BeforeTheFire, at: string): Tick {
  const what = 'page proven' as const
  const ageDays = (one: Called) => (Date.parse(at) - Date.parse(one.answeredAt ?? '')) / dayMs
  const stale = first.filter(one => !(ageDays(one) < provenDays))
  if (first.length === 0) return { what, is: 'no', says: 'There is nobody to page.' }
  const ago = first.filter(one => !stale.includes(one)).map(one => `${one.name} answered ${daysAgo(ageDays(one))}`)
  if (stale.length === 0) return { what, is: 'yes', says: `${ago.join(', ')}.` }
  const who = stale.map(({ name }) => name).join(' and ')
  const says = `${who} answered no page in ${provenDays} days. Send a test: Settings, Me.`
  return { what, is: stale.length < first.length ? 'partly' : 'no', says }
}

const daysAgo = (days: number): string => (days < 1 ? 'today' : `${Math.floor(days)} ${days < 2 ? 'day' : 'days'} ago`)

function written({ alerts: { kinds, withPage } }: BeforeTheFire): Tick {
  const what = 'alerts with a page' as const
  if (kinds === 0) return { what, is: 'partly', says: 'No alert of it came in 90 days: nothing to go by.' }
  const says = `The runbook has a page for ${withPage} of its ${kinds} kinds of alert.`
  return { what, is: withPage === kinds ? 'yes' : withPage > 0 ? 'partly' : 'no', says }
}
