import type { Label } from './alert.ts'
import { pathText } from './limits.ts'
import type { Problem } from './report.ts'

/** Thrown by the helpers below and caught by `reading`, so that a reader reads like the form it reads. */
class Unreadable extends Error {
  readonly path: string

  constructor(path: readonly (string | number)[], message: string) {
    super(message)
    this.path = pathText(path)
  }
}

type Path = readonly (string | number)[]

/** Runs a reader; what it cannot read becomes a problem that names the field. */
export function reading<T>(read: () => T): T | Problem {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return { path: error.path, message: error.message }
    throw error
  }
}

export function unreadable(path: Path, message: string): never {
  throw new Unreadable(path, message)
}

export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown, path: Path): Fields {
  if (isFields(value)) return value
  return unreadable(path, value === undefined ? 'This is missing.' : 'This should be an object.')
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The own field of this name; nothing that every object inherits. */
export function at(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}

export function textAt(fields: Fields, name: string, path: Path, most = 100_000): string | undefined {
  const value = at(fields, name)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') return unreadable([...path, name], 'This should be text.')
  if (value.trim() === '') return undefined
  if (value.length > most) return unreadable([...path, name], `This should be at most ${most} characters.`)
  return value
}

/** An identity is compared and indexed. */
export const identityAt = (fields: Fields, name: string, path: Path): string | undefined =>
  wellFormedAt(fields, name, path, 255)

/** Text that PostgreSQL stores unchanged, at most so many characters. */
export function wellFormedAt(fields: Fields, name: string, path: Path, most: number): string | undefined {
  const text = textAt(fields, name, path)
  if (text === undefined) return undefined
  if (isLonger(text, most)) unreadable([...path, name], tooLong(most))
  if (text.includes('\0') || !text.isWellFormed())
    unreadable([...path, name], 'This should be well-formed text without NUL.')
  return text
}

/** Counted in characters, as senders do, not in UTF-16 units. */
export const isLonger = (text: string, most: number): boolean => text.length > most && Array.from(text).length > most

export const tooLong = (most: number): string => `This is too long (the maximum is ${most} characters).`

/** Numbers and truth values are written out; anything else but text is refused. Empty values do not count. */
export function labelsAt(fields: Fields, name: string, path: Path): Label {
  const value = at(fields, name)
  if (value === undefined || value === null) return {}
  const told = fieldsOf(value, [...path, name])
  const labels: Label = {}
  for (const key of Object.keys(told)) {
    const text = labelText(told[key]) ?? unreadable([...path, name, key], 'This should be text.')
    if (text !== '') define(labels, key, text)
  }
  return labels
}

function labelText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === null ? '' : undefined
}

/** Of this one name a plain assignment would be lost. */
function define(labels: Label, name: string, value: string): void {
  if (name !== '__proto__') labels[name] = value
  else Object.defineProperty(labels, name, { value, enumerable: true, writable: true, configurable: true })
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:?\d\d)$/

/** RFC 3339 -> UTC with milliseconds. Go's zero time means none. */
export function timeAt(fields: Fields, name: string, path: Path): string | undefined {
  const text = textAt(fields, name, path, 100)
  if (text === undefined || text.startsWith('0001-01-01')) return undefined
  return utcOf(text) ?? unreadable([...path, name], 'This should be a time like 2026-01-31T12:00:00Z.')
}

/** The alerts of one message share their times: what was read just now is not read again. */
const readLately = new Map<string, string>()
const mostLately = 64

function utcOf(text: string): string | undefined {
  const lately = readLately.get(text)
  if (lately !== undefined) return lately
  const time = new Date(text.endsWith('Z') ? text : text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  const year = time.getUTCFullYear()
  if (!rfc3339.test(text) || !(year >= 1 && year <= 9999)) return undefined
  if (readLately.size >= mostLately) readLately.clear()
  const utc = time.toISOString()
  readLately.set(text, utc)
  return utc
}

/** A link that may be shown: http or https; anything else is dropped. */
export function linkAt(fields: Fields, name: string): string | undefined {
  const value = at(fields, name)
  return typeof value === 'string' && value.length <= 2_000 && /^https?:\/\/[^\s\0]+$/i.test(value) ? value : undefined
}
