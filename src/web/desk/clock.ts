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

/** 41 s, 17 min, 3 h 5 min, 2 days: an age over a minute loses its seconds. */
export function howLong(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  const days = Math.floor(hours / 24)
  return days === 1 ? '1 day' : `${days} days`
}

export const since = (at: string, now: Date): string => howLong(now.getTime() - Date.parse(at))
