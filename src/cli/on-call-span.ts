import { lengthOf } from './length-of.ts'
import { momentOf } from './when.ts'

export interface SpanOptions {
  from?: string
  to?: string
  for?: string
}

/** From when to when, as it was said; `to` only where something says it. */
export function spanSaid({ from, to, for: length }: SpanOptions, now: Date): { from?: string; to?: string } {
  if (to !== undefined && length !== undefined) throw new Error('Say --to or --for, not both.')
  const begins = from === undefined ? undefined : momentOf(from, '--from', now)
  if (to !== undefined) return { from: begins, to: momentOf(to, '--to', now) }
  if (length === undefined) return { from: begins }
  const begin = begins === undefined ? now.getTime() : Date.parse(begins)
  return { from: begins, to: new Date(begin + lengthOf(length, '--for')).toISOString() }
}

/** Both ends: it begins now unless told, and has to end. */
export function wholeSpan(options: SpanOptions, now: Date): { from: string; to: string } {
  const { from = now.toISOString(), to } = spanSaid(options, now)
  if (to === undefined) throw new Error('Say until when: --to "2026-12-24 18:00", or --for 2h.')
  return { from, to }
}
