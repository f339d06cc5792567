import { type Html, html } from './html.ts'

/** `03:25`, or `12 Nov, 03:25` on another day than `now`; in the page's zone. */
export function timeSays(at: string, now: string, timeZone: string): string {
  const hour = said(at, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = (of: string) => said(of, { timeZone, dateStyle: 'short' })
  return day(at) === day(now) ? hour : `${said(at, { timeZone, day: 'numeric', month: 'short' })}, ${hour}`
}

/** `12 November 2025`. */
export const daySays = (at: string, timeZone: string): string => said(at, { timeZone, dateStyle: 'long' })

export const time = (at: string, now: string, zone: string): Html =>
  html`<time datetime="${at}">${timeSays(at, now, zone)}</time>`

/** `38 min`, `2 h 5 min`, `3 days`. */
export function lengthSays(from: string, to: string): string {
  const minutes = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`
}

const said = (at: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', options).format(new Date(at))
