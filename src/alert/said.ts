import type { Alert, AlertSeverity, Label } from './alert.ts'
import { fingerprintOf } from './fingerprint.ts'
import { at, fieldsOf, isFields, reading, unreadable } from './reading.ts'
import type { ReadReport, Received } from './report.ts'
import { alertSeverity } from './severity.ts'

// How a vendor's body is read: what an alert cannot do without is needed, and everything else that is odd is as good as absent.
// One strange field must not lose an alert.

/** The reader of a sender that tells one alert a body; undefined is a body that needs nobody. */
export function readOne(read: (body: object, received: Received) => Alert | undefined): ReadReport {
  return (body, received) =>
    reading(() => ({ alerts: [read(fieldsOf(body, []), received)].filter(alert => alert !== undefined) }))
}

/** What stands at a place like `incident.policy_name` or `items.0`; undefined where there is nothing. */
export function placeIn(body: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return /^\d{1,4}$/.test(name) ? (value[Number(name)] as unknown) : undefined
    return isFields(value) ? at(value, name) : undefined
  }, body)
}

/** The first of these places that holds text; numbers and truth values are written out. */
export function said(body: unknown, ...places: string[]): string | undefined {
  return places.map(place => textOf(placeIn(body, place))).find(text => text !== undefined)
}

/** The same, and a problem that names the first place where there is none. */
export function needed(body: unknown, ...places: [string, ...string[]]): string {
  const text = said(body, ...places)
  if (text !== undefined) return text
  const value = placeIn(body, places[0])
  const isThere = value !== undefined && value !== null && value !== ''
  return unreadable(places[0].split('.'), isThere ? 'This should be text.' : 'This is missing or blank.')
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** Seconds, milliseconds or finer since 1970, or a written time with its zone. */
export function momentSaid(body: unknown, ...places: string[]): string | undefined {
  return places.map(place => momentOf(textOf(placeIn(body, place)))).find(moment => moment !== undefined)
}

/** The same of a sender that writes UTC without saying so. */
export function utcSaid(body: unknown, ...places: string[]): string | undefined {
  return places.map(place => momentOf(textOf(placeIn(body, place)), 'Z')).find(moment => moment !== undefined)
}

const written = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?([Zz]|UTC|GMT|[+-]\d\d:?\d\d)?(?: UTC)?$/

/** A time without a zone could be hours off, so it counts only where `zone` is known. */
function momentOf(text: string | undefined, zone?: 'Z'): string | undefined {
  if (text === undefined || text.length > 40) return undefined
  if (/^\d{9,19}(\.\d{1,9})?$/.test(text)) return isoOf(new Date(millisecondsOf(Number(text))))
  const [, day = '', time = '', own = zone] = written.exec(text) ?? []
  if (own === undefined || day === '') return undefined
  const offset = /^(z|utc|gmt)$/i.test(own) ? 'Z' : own.replace(/^(...)(\d\d)$/, '$1:$2')
  return isoOf(new Date(`${day}T${time.replace(',', '.')}${offset}`))
}

/** No alert is from before 1973 or after 5138: the size of the number tells its unit. */
function millisecondsOf(since: number): number {
  if (since < 1e11) return since * 1_000
  if (since < 1e14) return since
  return since < 1e17 ? since / 1_000 : since / 1_000_000
}

const isoOf = (time: Date): string | undefined =>
  time.getUTCFullYear() >= 1970 && time.getUTCFullYear() <= 9999 ? time.toISOString() : undefined

/** The first link that may be shown: http or https. */
export function linkSaid(body: unknown, ...places: string[]): string | undefined {
  return places.map(place => linkOf(placeIn(body, place))).find(link => link !== undefined)
}

const linkOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 2_000 && /^https?:\/\/[^\s\0]+$/i.test(value) ? value : undefined

const mostLabels = 200

/** Text, numbers and truth values of these objects, the later ones on top; what is nested is left out. */
export function labelsSaid(...groups: unknown[]): Label {
  const entries = groups.filter(isFields).flatMap(group => Object.entries(group).slice(0, mostLabels))
  return labelsOf(entries)
}

export function labelsOf(entries: Iterable<readonly [string, unknown]>): Label {
  const told = [...entries].map(([name, value]) => [name, textOf(value)] as const)
  return Object.fromEntries(told.filter(([name, text]) => name !== '' && text !== undefined)) as Label
}

/** `env:prod` in a list or between commas, as tags are written; one without a value is `true`. */
export function tagsSaid(value: unknown, between: ':' | '=' = ':'): Label {
  const list: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  const tags = list.slice(0, mostLabels).filter(tag => typeof tag === 'string')
  return labelsOf(
    tags.map(tag => {
      const [name = '', ...rest] = tag.trim().split(between)
      return [name.trim(), rest.length > 0 ? rest.join(between).trim() : 'true'] as const
    }),
  )
}

/** An identity of these parts that can be compared and indexed, whatever they hold. */
export function identityOf(...parts: readonly string[]): string {
  const text = parts.join('/')
  if (text.length <= 200 && !text.includes('\0') && text.isWellFormed()) return text
  return fingerprintOf(Object.fromEntries(parts.map((part, n) => [`part${n}`, part.replaceAll('\0', '\u2400')])))
}

/** A vendor's words for how bad it is; for a word that it does not have, the words of the field. */
export function severityBy(words: Readonly<Record<string, AlertSeverity>>): (word?: string) => AlertSeverity {
  const byWord = new Map(Object.entries(words))
  return word => byWord.get(word?.trim().toLowerCase() ?? '') ?? alertSeverity(word)
}

/** Firing unless the sender says that it is over, in one of these words. */
export function isOver(word: string | undefined, ...words: string[]): boolean {
  return words.includes(word?.trim().toLowerCase() ?? '')
}

export interface Told extends Pick<Alert, 'fingerprint' | 'title' | 'severity'> {
  over: boolean
  name?: string
  service?: string
  labels?: Label
  annotations?: Label
  startedAt?: string
  endedAt?: string
  link?: string
}

/** The alert that was told, with its times in order: an end only where it is over, and never before its start. */
export function alertTold({ over, startedAt, endedAt, ...told }: Told, received: Pick<Received, 'at'>): Alert {
  const end = over ? endedAt : undefined
  const start = startedAt ?? (end && end < received.at ? end : received.at)
  return {
    ...told,
    status: over ? 'resolved' : 'firing',
    labels: told.labels ?? {},
    annotations: told.annotations ?? {},
    startedAt: start,
    ...(end && end >= start && { endedAt: end }),
  }
}

/** Annotations that are there. */
export const notesOf = (notes: Record<string, string | undefined>): Label => labelsOf(Object.entries(notes))
