import { errorMark, type Operation, type Runs, runsOf } from './runs.ts'
import { quantile, type Share, slower, surelyMore } from './share.ts'
import type { TraceWindow } from './trace-window.ts'

/** What changed in a service's own behaviour; `weight` 0 to 1. */
export interface Reason {
  is: 'shows more' | 'shows less' | 'slower' | 'far away' | 'silent'
  weight: number
  operation?: string
  /** `says 12`, `asks stock GET /left`. */
  what?: string
  /** In how many runs or traces; or milliseconds, in the middle. */
  now: Share | number
  before: Share | number
}

export interface Suspect {
  service: string
  score: number
  why: Reason[]
}

export interface Suspects {
  ranked: Suspect[]
  /** The best two are within the noise, or nothing stands out: the list is what there is to say. */
  isTie: boolean
}

/**
 * Where it starts: services by how surely their own behaviour changed against another time. Each operation is compared run by run; who only changed
 * because somebody that it asks changed as much stands behind that one.
 */
export function suspects(now: TraceWindow, before: TraceWindow): Suspects {
  const [is, was] = [runsOf(now), runsOf(before)]
  const told = shownOtherwise(is, was)
  const slow = strongest([...slowerOperations(is, was), ...fartherEdges(is, was), ...silent(is, was)])
  const below = belowOf(is, was)
  const ranked = [...new Set([...is.touched.keys(), ...was.touched.keys()])].map((service): Suspect => {
    const says = told.get(service)
    const takes = slow.get(service)
    const ownWords = (says?.weight ?? 0) * (isExplained(service, told, below) ? 0.55 : 1)
    const ownTime = takes?.weight ?? 0
    return {
      service,
      score: Math.max(ownWords, ownTime) + 0.15 * Math.min(ownWords, ownTime),
      why: [says, takes].filter(reason => reason !== undefined).sort((a, b) => b.weight - a.weight),
    }
  })
  ranked.sort((a, b) => b.score - a.score || (a.service < b.service ? -1 : 1))
  const [first, second] = ranked
  return { ranked, isTie: !first || first.score < 0.2 || (second?.score ?? 0) > first.score * 0.9 }
}

type Told = Map<string, Reason>

/** A new error says more than a new line; a line that is missing more than a question that is; errors that went away say little. */
const weights = {
  error: { more: 1, less: 0.1 },
  says: { more: 0.35, less: 0.9 },
  asks: { more: 0.3, less: 0.45 },
}

function shownOtherwise(is: Runs, was: Runs): Told {
  const all: [string, Reason][] = []
  for (const [key, operation] of is.operations) {
    const before = was.operations.get(key)
    if (before) all.push(...changesOf(operation, before).map((reason): [string, Reason] => [operation.service, reason]))
  }
  return strongest(all)
}

function changesOf(is: Operation, was: Operation): Reason[] {
  return [...new Set([...is.shows.keys(), ...was.shows.keys()])].flatMap(what => {
    const now: Share = [is.shows.get(what) ?? 0, is.runs]
    const before: Share = [was.shows.get(what) ?? 0, was.runs]
    const { more, less } = weights[what.startsWith(errorMark) ? 'error' : what.startsWith('says') ? 'says' : 'asks']
    const [up, down] = [surelyMore(now, before), surelyMore(before, now)]
    if (up === 0 && down === 0) return []
    const weight = up > 0 ? up * more : down * less
    return [{ is: up > 0 ? 'shows more' : 'shows less', weight, operation: is.name, what, now, before } as const]
  })
}

function slowerOperations(is: Runs, was: Runs): [string, Reason][] {
  return [...is.operations].flatMap(([key, { service, name, ownMs }]): [string, Reason][] => {
    const before = was.operations.get(key)?.ownMs ?? []
    const weight = 0.8 * slower(ownMs, before)
    const middle = { now: quantile(ownMs, 0.5), before: quantile(before, 0.5) }
    return weight > 0 ? [[service, { is: 'slower', weight, operation: name, ...middle }]] : []
  })
}

const isFar = 0.3

/** A service whose questions and answers take longer between it and several others is far away itself; of one pair it is rather who is asked. */
function fartherEdges(is: Runs, was: Runs): [string, Reason][] {
  const edges = [...is.edges].map(([key, edge]) => {
    const before = was.edges.get(key)?.wireMs ?? []
    return {
      ...edge,
      weight: slower(edge.wireMs, before),
      now: quantile(edge.wireMs, 0.5),
      before: quantile(before, 0.5),
    }
  })
  const services = new Set(edges.flatMap(({ from, to }) => [from, to]))
  return [...services].flatMap((service): [string, Reason][] => {
    const its = edges.filter(({ from, to }) => from === service || to === service)
    const far = its
      .map(edge => ({ ...edge, weight: edge.weight * (edge.to === service ? 1 : 0.97) }))
      .filter(({ weight }) => weight > isFar)
      .sort((a, b) => b.weight - a.weight)
    const [most] = far
    if (!most) return []
    const weight = most.weight * (far.length === 1 ? 0.55 : 0.9) + (0.1 * far.length) / its.length
    return [
      [service, { is: 'far away', weight, what: `${most.from} asks ${most.to}`, now: most.now, before: most.before }],
    ]
  })
}

/** Hardly any request reaches it any more. Who it asks falls silent with it. */
function silent(is: Runs, was: Runs): [string, Reason][] {
  const quiet = [...was.touched].flatMap(([service, n]): [string, Reason][] => {
    const [now, before]: [Share, Share] = [
      [is.touched.get(service) ?? 0, is.traces],
      [n, was.traces],
    ]
    const drop = surelyMore(before, now)
    const isSilent = drop > 0 && now[0] <= (0.4 * is.traces * n) / was.traces
    return isSilent ? [[service, { is: 'silent', weight: drop, now, before }]] : []
  })
  const names = new Set(quiet.map(([service]) => service))
  const callers = [...was.edges.values()]
  return quiet.map(([service, reason]) => {
    const isAsked = callers.some(({ from, to }) => to === service && names.has(from))
    return [service, { ...reason, weight: Math.min(0.5, 0.25 + 2 * reason.weight) * (isAsked ? 0.8 : 1) }]
  })
}

function strongest(all: readonly [string, Reason][]): Told {
  const told: Told = new Map()
  for (const [service, reason] of all) if (reason.weight > (told.get(service)?.weight ?? 0)) told.set(service, reason)
  return told
}

/** Whether somebody that it asks, directly or not, changed about as much. */
function isExplained(service: string, told: Told, below: (service: string) => ReadonlySet<string>): boolean {
  const own = told.get(service)?.weight ?? 0
  const most = Math.max(0, ...[...below(service)].map(one => told.get(one)?.weight ?? 0))
  return most > 0.15 && most >= 0.75 * own
}

function belowOf(is: Runs, was: Runs): (service: string) => ReadonlySet<string> {
  const asks = Map.groupBy([...is.edges.values(), ...was.edges.values()], ({ from }) => from)
  return service => {
    const found = new Set<string>()
    const visit = (from: string) => {
      for (const { to } of asks.get(from) ?? []) {
        if (found.has(to)) continue
        found.add(to)
        visit(to)
      }
    }
    visit(service)
    found.delete(service)
    return found
  }
}
