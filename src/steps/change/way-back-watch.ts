import type { Server, View } from './traffic-driver.ts'

/** One look at the proxy; counts go up from look to look. `ms` is any clock that only goes on. */
export interface Look {
  ms: number
  stand: Counts & { isUp: boolean }
  others: Counts
}

interface Counts {
  requests: number
  errors: number
  /** Connections that were tried again. */
  retries?: number
  /** How long answers take, as the proxy averages it. */
  responseMs?: number
}

/** How well the old place did; `errors` is a share of 0 to 1. */
export interface Before {
  errors: number
  responseMs?: number
}

export interface Watched {
  before: Before
  /** The looks of the last ten seconds. */
  recent: readonly Look[]
  /** Where the window began that is not full yet. */
  opened: Look | undefined
  /** Full windows in a row that were worse. */
  worse: readonly Window[]
}

interface Window {
  requests: number
  errors: number
  why: 'errors' | 'slow'
}

/** `hard` goes back at once; `soft` is announced first. */
export interface Verdict {
  kind: 'soft' | 'hard'
  why: string
}

const enough = 20
const windowMs = 1_000
const hardWithinMs = 10_000
const worseInARow = 3

export const watching = (before: Before): Watched => ({ before, recent: [], opened: undefined, worse: [] })

/** The looks so far and one more: what is known then, and whether it has to go back. Never from fewer than 20 tries, but for its health. */
export function watch(was: Watched, look: Look): { is: Watched; verdict?: Verdict } {
  const last = was.recent.at(-1)
  // The proxy was reloaded and counts anew: what was counted before says nothing about it.
  const isAnew =
    last !== undefined && (look.stand.requests < last.stand.requests || look.others.requests < last.others.requests)
  const from = isAnew ? { ...watching(was.before) } : was
  const recent = [...from.recent.filter(one => look.ms - one.ms <= hardWithinMs), look]
  const hard = hardTrouble(recent, look, from.before)
  const is = { ...closed(from, look), recent }
  const soft = hard ? undefined : softTrouble(is)
  const verdict = hard ?? soft
  return { is, ...(verdict && { verdict }) }
}

function hardTrouble(recent: readonly Look[], look: Look, before: Before): Verdict | undefined {
  if (!look.stand.isUp) return { kind: 'hard', why: 'The stand-by fails the proxy’s looks.' }
  const from = recent.findLast(one => triesSince(one, look) >= enough)
  if (!from) return undefined
  const { requests, errors, retries } = between(from.stand, look.stand)
  // A request that is tried again is not counted yet: nobody answered it.
  const share = (errors + retries) / Math.max(requests, errors + retries)
  if (share <= 0.5 || share <= before.errors + 0.01) return undefined
  return { kind: 'hard', why: `${percent(share)} of the requests fail there.` }
}

const triesSince = (from: Look, to: Look): number => {
  const { requests, retries } = between(from.stand, to.stand)
  return Math.max(requests, retries)
}

/** A window is full after a second, and not before it has twenty requests. */
function closed(was: Watched, look: Look): Watched {
  const { opened } = was
  if (!opened) return { ...was, opened: look }
  const there = between(opened.stand, look.stand)
  if (look.ms - opened.ms < windowMs || there.requests < enough) return was
  const beside = between(opened.others, look.others)
  const before = beside.requests >= enough ? asBefore(beside, look.others) : was.before
  const why = worseIn(there, look, before)
  return { ...was, before, opened: look, worse: why ? [...was.worse, { ...there, why }].slice(-worseInARow) : [] }
}

function softTrouble({ worse, before }: Watched): Verdict | undefined {
  if (worse.length < worseInARow) return undefined
  const all = worse.reduce((sum, one) => ({ requests: sum.requests + one.requests, errors: sum.errors + one.errors }), {
    requests: 0,
    errors: 0,
  })
  if (isMore(all, before.errors))
    return {
      kind: 'soft',
      why: `${percent(shareOf(all))} of the requests fail there, ${percent(before.errors)} did before.`,
    }
  return worse.every(one => one.why === 'slow')
    ? { kind: 'soft', why: 'Answers take half as long again as before.' }
    : undefined
}

function worseIn(there: Counts, look: Look, before: Before): Window['why'] | undefined {
  if (shareOf(there) > before.errors + 0.01) return 'errors'
  const [is, was] = [look.stand.responseMs, before.responseMs]
  return is !== undefined && was !== undefined && is > 1.5 * was && is > was + 50 ? 'slow' : undefined
}

/** More than a point above, and more than chance makes of so many: what is rare varies by the root of its count (Poisson). */
function isMore({ requests, errors }: Pick<Counts, 'requests' | 'errors'>, before: number): boolean {
  const expected = requests * (before + 0.01)
  return errors > expected + 4 * Math.sqrt(expected) + 3
}

/** How the others do since `from`; what they did before where too few requests came to say. */
export function beforeOf(from: Counts, to: Counts): Before {
  const counted = between(from, to)
  return counted.requests >= enough ? asBefore(counted, to) : { errors: 0, ...withTime(to) }
}

const asBefore = (counted: Counts, to: Counts): Before => ({ errors: shareOf(counted), ...withTime(to) })
const withTime = ({ responseMs }: Counts) => (responseMs === undefined ? {} : { responseMs })

const between = (from: Counts, to: Counts) => ({
  requests: Math.max(0, to.requests - from.requests),
  errors: Math.max(0, to.errors - from.errors),
  retries: Math.max(0, (to.retries ?? 0) - (from.retries ?? 0)),
})
const shareOf = ({ requests, errors }: Pick<Counts, 'requests' | 'errors'>): number =>
  requests === 0 ? 0 : Math.min(1, errors / requests)
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

/** The proxy as one look: the stand-by, and all others together. */
export function lookAt({ servers }: View, to: string, ms: number): Look {
  const stand = servers.find(one => one.name === to)
  return {
    ms,
    stand: { ...counts(stand ? [stand] : []), isUp: stand !== undefined && stand.state !== 'down' },
    others: counts(servers.filter(one => one.name !== to)),
  }
}

function counts(servers: readonly Server[]): Counts {
  const sum = (what: 'requests' | 'errors' | 'retries') => servers.reduce((all, one) => all + (one[what] ?? 0), 0)
  const times = servers.flatMap(one => (one.responseMs === undefined || one.requests === 0 ? [] : [one.responseMs]))
  const slowest = times.length > 0 ? { responseMs: Math.max(...times) } : {}
  return { requests: sum('requests'), errors: sum('errors'), retries: sum('retries'), ...slowest }
}

/** The share that the proxy is set to give a server, 0 to 100. */
export function shareSet({ servers }: View, to: string): number {
  const open = servers.filter(one => one.state === 'ready' && !one.spare)
  const all = open.reduce((sum, one) => sum + one.weight, 0)
  return all === 0 ? 0 : (100 * (open.find(one => one.name === to)?.weight ?? 0)) / all
}

/** Somebody took it out at the proxy; one that is down is another thing. */
export function getsNothing({ servers }: View, name: string): boolean {
  const one = servers.find(server => server.name === name)
  return !one || one.weight === 0 || one.state === 'drain' || one.state === 'maint'
}
