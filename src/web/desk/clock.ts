import { howLong } from '../../incident/how-long.ts'

export { howLong }

/** 03:21, in the reader's zone. */
export const clockTime = (at: string): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** 03:21:14: what is old says so to the second. */
export const exactTime = (at: Date): string =>
  at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** 03:21 today; with the day when it was another one. */
export function dayAndTime(at: string, now: Date): string {
  const then = new Date(at)
  if (then.toDateString() === now.toDateString()) return clockTime(at)
  return `${then.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${clockTime(at)}`
}

export const since = (at: string, now: Date): string => howLong(now.getTime() - Date.parse(at))
