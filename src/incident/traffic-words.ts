import { howLong } from './how-long.ts'
import type { Incident, Shift } from './incident.ts'

/** "100 % on shop-b since 03:21", said where people look first; nothing while no traffic was moved here. `clock` says times. */
export function trafficNow({ shifts }: Pick<Incident, 'shifts'>, clock: (at: string) => string): string | undefined {
  const last = shifts?.at(-1)
  return last && placeOf(last, clock)
}

function placeOf(
  { state, standBy, observed, announced, movedAt, endedAt }: Shift,
  clock: (at: string) => string,
): string {
  const there = observed === undefined ? undefined : `${shareWords(observed)} on ${standBy}`
  if (announced)
    return `${there ?? `on its way to ${standBy}`}, ${announced.asked ? 'being taken back' : 'going back by itself'}`
  if (state === 'moving') return there ? `${there}, being moved` : `being moved to ${standBy}`
  if (state === 'moved') return `${there ?? `on ${standBy}`}${movedAt ? ` since ${clock(movedAt)}` : ''}`
  if (state === 'failed') return there ? `${there}: the move failed` : `not known: the move to ${standBy} failed`
  return `back where it was${endedAt ? ` since ${clock(endedAt)}` : ''}`
}

/** The traffic that is on a stand-by, on its way there, or left half-way. */
export const awayTraffic = ({ shifts }: Pick<Incident, 'shifts'>): Shift | undefined => {
  const last = shifts?.at(-1)
  const isHalfWay = last?.state === 'failed' && (last.observed ?? 0) > 0
  return last && (last.state === 'moving' || last.state === 'moved' || isHalfWay) ? last : undefined
}

export const shareWords = (share: number): string => `${Math.round(share * 10) / 10} %`

/** "last proven 3 days ago" */
export const provenWords = (provenAt: string | undefined, now: string): string =>
  provenAt ? `last proven ${howLong(Date.parse(now) - Date.parse(provenAt))} ago` : 'never proven'
