import type { Client } from '../api/client.ts'
import type { Lane, Week } from '../api/on-call-week.ts'
import type { Shift } from '../roster/shifts.ts'

const dayMs = 24 * 3_600_000
/** As far as one look reaches. */
export const farthestMs = 100 * dayMs

export function weekFrom(api: Client, from: string, ms = 60 * dayMs): Promise<Week> {
  const to = new Date(Date.parse(from) + Math.min(ms, farthestMs)).toISOString()
  return api.get<Week>(`/api/v1/on-call/week?${new URLSearchParams({ from, to })}`)
}

export function laneOf({ schedules }: Week, slug: string): Lane {
  const lane = schedules.find(one => one.schedule === slug)
  if (lane) return lane
  const known = schedules.map(one => one.schedule).join(', ') || 'none'
  throw new Error(`There is no schedule "${slug}". There is: ${known}.`)
}

export const nameIn = ({ people }: Pick<Week, 'people'>, id: string | undefined): string =>
  id === undefined ? 'nobody' : (people.find(one => one.id === id)?.name ?? 'somebody who is gone')

/** Somebody's shift that this moment lies in; without a moment, the first that begins after now. */
export function shiftOf({ shifts }: Lane, person: string, at: string | undefined, now: string): Shift | undefined {
  const theirs = shifts.filter(one => one.person === person)
  if (at === undefined) return theirs.find(one => Date.parse(one.from) > Date.parse(now))
  const ms = Date.parse(at)
  return theirs.find(one => Date.parse(one.from) <= ms && ms < Date.parse(one.to))
}
