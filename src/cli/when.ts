import { lengthOf } from './length-of.ts'

/** `Mon 30 Nov 08:00`, by the clock of this machine. */
export const sayWhen = (at: string): string => {
  const then = new Date(at)
  const day = then.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')
  return `${day} ${clock(then)}`
}

/** `Mon 30 Nov 08:00 to 20:00`; the second day only where it is another. */
export const saySpan = ({ from, to }: { from: string; to: string }): string =>
  new Date(from).toDateString() === new Date(to).toDateString()
    ? `${sayWhen(from)} to ${clock(new Date(to))}`
    : `${sayWhen(from)} to ${sayWhen(to)}`

const clock = (at: Date): string =>
  at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export const whenForms = 'now, +2h, 18:00, "2026-12-24 18:00" by the clock here, or 2026-12-24T18:00:00Z'

/** A moment as people write it, as RFC 3339 UTC. */
export function momentOf(said: string, option: string, now: Date): string {
  if (said === 'now') return now.toISOString()
  if (said.startsWith('+')) return new Date(now.getTime() + lengthOf(said.slice(1), option)).toISOString()
  const isForm = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(said)
  const at = /^\d\d:\d\d$/.test(said) ? nextAt(said, now) : new Date(isForm ? withTime(said) : Number.NaN)
  if (Number.isNaN(at.getTime())) throw new Error(`${option} is a time: ${whenForms}.`)
  return at.toISOString()
}

/** A day alone is its beginning here, not in Greenwich. */
const withTime = (said: string): string => (said.length === 10 ? `${said}T00:00` : said.replace(' ', 'T'))

/** The next time that the clock here shows this. */
function nextAt(said: string, now: Date): Date {
  const [hours = Number.NaN, minutes = Number.NaN] = said.split(':').map(Number)
  const at = new Date(now)
  at.setHours(hours, minutes, 0, 0)
  if (hours > 23 || minutes > 59) return new Date(Number.NaN)
  if (at <= now) at.setDate(at.getDate() + 1)
  return at
}
